package dev.tagstream.cli.tag.output;

import static dev.tagstream.cli.tag.output.FileOutcomes.VERSION;
import static dev.tagstream.cli.tag.output.FileOutcomes.rejected;
import static dev.tagstream.cli.tag.output.FileOutcomes.tagged;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.pipeline.record.ImageOutcome;
import dev.tagstream.pipeline.record.RejectReason;
import dev.tagstream.pipeline.record.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CsvFormatTest {

  private static final ModelFacts MODEL = new ModelFacts("pets", "ab12", 2);

  private final CsvFormat csv = new CsvFormat(MODEL);

  @Test
  void writesARowForEachImage() {
    ImageOutcome cat = tagged("a/cat.jpg", new Tag(1, "cat", "n02121808", 0.75f));
    assertThat(csv.header())
        .isEqualTo(
            "id,label_1,wnid_1,score_1,label_2,wnid_2,score_2,modelName,modelSha256,reason,detail,sourceVersion\n");
    assertThat(csv.record(cat))
        .isEqualTo("a/cat.jpg,cat,n02121808,0.75,,,,pets,ab12,,,7-1700000000000");
  }

  @Test
  void writesWhyThereAreNoTags() {
    assertThat(csv.record(rejected("a.txt", RejectReason.UNSUPPORTED_FORMAT, "no image, a text")))
        .isEqualTo("a.txt,,,,,,,,,UNSUPPORTED_FORMAT,\"no image, a text\",7-1700000000000");
  }

  @Test
  void keepsALabelFromBeingTakenForAFormula() {
    ImageOutcome answer = tagged("a.jpg", new Tag(0, "=1+1", null, 1f));
    assertThat(csv.record(answer)).isEqualTo("a.jpg,'=1+1,,1.0,,,,pets,ab12,,,7-1700000000000");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a.jpg",
        "a,b.jpg",
        "\"quoted\".jpg",
        "\"",
        "a\"b",
        "line\nbreak.jpg",
        "a\r\nb",
        "<img src=x onerror=alert(1)>.jpg",
        "\u00e4\u4e2d\ud83d\ude00.jpg",
        " a ",
        "a,\"\n\",b",
        "'a"
      })
  void readsTheNamesBackThatItWrites(String name) {
    ImageOutcome tagged = tagged(name, new Tag(0, "a,\"b\"\nc", null, 0.5f));
    ImageOutcome rejected =
        rejected(name, RejectReason.EMPTY_IMAGE, "the image has \"0\" bytes,\nno more");
    assertThat(csv.read(csv.record(tagged)))
        .contains(new RecordFormat.Known(name, VERSION, "ab12"));
    assertThat(csv.read(csv.record(rejected)))
        .contains(new RecordFormat.Known(name, VERSION, null));
  }

  @Test
  void doesNotTakeAnotherTableForItsOwn() {
    assertThat(csv.read("a.jpg,cat")).isEmpty();
  }
}
