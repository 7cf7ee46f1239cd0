package dev.tagstream.pipeline.model;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagstream.pipeline.model.session.DeviceRequest;
import dev.tagstream.pipeline.model.session.GpuSettings;
import dev.tagstream.pipeline.model.session.ModelFile;
import dev.tagstream.pipeline.operator.GpuShare;
import dev.tagstream.pipeline.operator.ModelLoader;
import dev.tagstream.schemas.model.GoldenImage;
import dev.tagstream.schemas.model.GoldenImages;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class GoldenCheckTest {

  /** Red above, blue below. */
  private static final byte[] TILES = new byte[GoldenImage.LEVELS];

  /** Logits of {@link TestModels}: 10 times the mean of each color. */
  private static final float[] LOGITS = {5, 0, 5};

  private static final float[] PROBABILITIES = {0.49832f, 0.0033576f, 0.49832f};
  private static final float[] SIGMOIDS = {0.993307f, 0.5f, 0.993307f};

  @TempDir private Path folder;

  static {
    for (int tile = 0; tile < GoldenImage.SIDE * GoldenImage.SIDE; tile++) {
      boolean above = tile < GoldenImage.SIDE * GoldenImage.SIDE / 2;
      TILES[3 * tile + (above ? 0 : 2)] = (byte) 255;
    }
  }

  private record Case(TestModels model, float[] answer) {}

  private static Stream<Case> modelsWithTheirAnswers() {
    return Stream.of(
        new Case(TestModels.dominantColor(), LOGITS),
        new Case(TestModels.dominantColor().float32Nchw(), LOGITS),
        new Case(TestModels.dominantColor().size(30, 20), LOGITS),
        new Case(TestModels.dominantColor().anySize(), LOGITS),
        new Case(TestModels.dominantColor().fixedBatch(3), LOGITS),
        new Case(TestModels.dominantColor().probabilities(), PROBABILITIES),
        new Case(TestModels.dominantColor().sigmoid(), SIGMOIDS));
  }

  @ParameterizedTest
  @MethodSource("modelsWithTheirAnswers")
  void takesTheAnswerThatTheFileHas(Case right) {
    assertThatCode(() -> check(right.model(), right.answer())).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @MethodSource("modelsWithTheirAnswers")
  void refusesAnother(Case right) {
    float[] other = Arrays.copyOf(right.answer(), 3);
    other[2] = right.answer()[1];
    assertThatThrownBy(() -> check(right.model(), other))
        .isInstanceOf(ModelFailedException.class)
        .hasMessageMatching(
            "its answer to golden image 1 differs from the one in its file by [0-9.]+ of the"
                + " answer's spread, at most 0.1 is rounding");
  }

  @Test
  void takesRounding() {
    assertThatCode(() -> check(TestModels.dominantColor(), 5.02f, 0.02f, 4.97f))
        .doesNotThrowAnyException();
  }

  @Test
  void refusesAnAnswerOfAnotherLength() {
    assertThatThrownBy(() -> check(TestModels.dominantColor(), 5, 0))
        .isInstanceOf(ModelFailedException.class);
  }

  private void check(TestModels model, float... answer) throws ModelFailedException {
    Path file =
        model.golden(new GoldenImages(List.of(GoldenImage.of(TILES, answer)))).writeTo(folder);
    ModelLoader loader =
        new ModelLoader(
            file.toString(),
            ModelFile.read(file).sha256(),
            new GpuShare(DeviceRequest.Choice.CPU, List.of(), GpuSettings.USUAL),
            1,
            ModelLoader.Place.FIRST);
    try (TagModel open = loader.lease(DeviceRequest.cpu())) {
      GoldenCheck.require(open);
    }
  }
}
