package dev.tagstream.export.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagstream.export.problem.ExportException;
import dev.tagstream.schemas.model.Color;
import dev.tagstream.schemas.model.Preprocessing;
import dev.tagstream.schemas.model.Resize;
import dev.tagstream.schemas.model.Resize.Filter;
import dev.tagstream.schemas.model.Resize.Rule;
import dev.tagstream.schemas.model.Size;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StatedContractTest {

  private static final String VALID =
      """
      {"resize": {"rule": "shortest-side", "size": 40, "filter": "bicubic", "antialias": true},
       "crop": {"height": 32, "width": 36}, "channelOrder": "RGB", "scale": 0.5,
       "mean": [0, 0, 0], "std": [1, 1, 1]}\
      """;

  private final Path file;

  StatedContractTest(@TempDir Path folder) {
    this.file = folder.resolve("stated.json");
  }

  @Test
  void theSizeOfTheCropIsTheSizeOfTheInput() throws IOException {
    Files.writeString(file, VALID);

    assertThat(StatedContract.parse(file.toString()).inputSize()).contains(new Size(32, 36));
  }

  @Test
  void torchvisionsResizeGrowsWithTheInput() {
    StatedContract stated = StatedContract.parse("torchvision");

    assertThat(stated.preprocessing().input(new Size(224, 224)).resize())
        .isEqualTo(Resize.shortestSide(256));
    assertThat(stated.preprocessing().input(new Size(288, 288)).resize())
        .isEqualTo(Resize.shortestSide(329));
  }

  @Test
  void aLetterboxFitsTheInputAndIsPaddedWithUltralyticsGrey() {
    Preprocessing letterbox =
        StatedContract.parse("letterbox").preprocessing().input(new Size(96, 128));

    assertThat(letterbox.resize())
        .isEqualTo(
            new Resize(Rule.LETTERBOX, 96, 128, Filter.BILINEAR, false, new Color(114, 114, 114)));
    assertThat(letterbox.imageSize()).contains(new Size(96, 128));
    assertThat(letterbox.scale()).isEqualTo(1.0 / 255);
    assertThat(letterbox.mean()).containsOnly(0.0);
    assertThat(letterbox.std()).containsOnly(1.0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "\"rule\": \"shortest-side\"|\"rule\": \"longest\""
            + "|resize.rule must be one of shortest-side, exact, letterbox, none but was \"longest\"",
        "\"size\": 40|\"size\": 0" + "|resize.size must be a whole number from 1 to 8192 but was 0",
        "\"size\": 40, |''|resize.size must be a whole number from 1 to 8192 but was absent",
        "bicubic|cubic|resize.filter must be one of nearest, box, bilinear, bicubic, lanczos but"
            + " was \"cubic\"",
        "true|\"yes\"|resize.antialias must be true or false but was \"yes\"",
        "RGB|rgb|channelOrder must be one of RGB, BGR but was \"rgb\"",
        "0.5|\"half\"|scale must be a number but was \"half\"",
        "\"std\": [1, 1, 1]|\"std\": [1, 1]|std must be 3 numbers but was [1,1]",
        "\"std\": [1, 1, 1]|\"std\": [1, 0, 1]|std must not be 0 but was [1,0,1]",
        "\"crop\"|\"cropp\"|cropp is not a field of the format; remove it"
            + " but was {\"height\":32,\"width\":36}",
        "36|36.5|crop.width must be a whole number from 1 to 8192 but was 36.5",
        "{\"height\": 32, \"width\": 36}|7|crop must be an object but was 7",
      })
  void refusesAFieldThatBreaksARule(String valid, String broken, String problem)
      throws IOException {
    Files.writeString(file, VALID.replace(valid, broken));

    refuses(problem);
  }

  @Test
  void refusesWhatIsNotJson() throws IOException {
    Files.writeString(file, "{\n\"resize\"");

    refuses("line 2 is not valid JSON: Unexpected end-of-input within/between Object entries");
  }

  @Test
  void refusesANameThatIsNeitherPresetNorFile() {
    assertThatThrownBy(() -> StatedContract.parse("imagenet"))
        .isInstanceOf(ExportException.class)
        .hasMessage(
            "imagenet: is neither a file nor one of torchvision, torchvision-v2, keras, keras-v2,"
                + " letterbox, caffe, tf");
  }

  private void refuses(String problem) {
    assertThatThrownBy(() -> StatedContract.parse(file.toString()))
        .isInstanceOf(ExportException.class)
        .hasMessage(file + ": " + problem);
  }
}
