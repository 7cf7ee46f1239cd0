package dev.tagstream.pipeline.model.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tagstream.pipeline.batch.BatchLadder;
import dev.tagstream.pipeline.model.Images;
import dev.tagstream.pipeline.model.ModelFailedException;
import dev.tagstream.pipeline.model.ModelInput;
import dev.tagstream.pipeline.model.ModelOutput;
import dev.tagstream.pipeline.model.ModelOutput.Parts;
import dev.tagstream.pipeline.model.TagModel;
import dev.tagstream.pipeline.model.TestModels;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrtTagModelTest {

  private static final int RED = 0xff0000;
  private static final int GREEN = 0x00ff00;
  private static final int BLUE = 0x0000ff;
  private static final int GRAY = 0x808080;

  private static final float PURE = TestModels.PURE_SCORE;
  private static final float OTHER = TestModels.OTHER_SCORE;

  @Test
  void takesTheSoftmaxOfLogits(@TempDir Path folder) throws Exception {
    try (TagModel model = open(TestModels.dominantColor(), folder)) {
      assertScores(
          model.score(Images.uint8(4, 4, RED, GRAY), 2),
          PURE,
          OTHER,
          OTHER,
          1 / 3f,
          1 / 3f,
          1 / 3f);
    }
  }

  @Test
  void takesProbabilitiesAsTheyAre(@TempDir Path folder) throws Exception {
    try (TagModel model = open(TestModels.dominantColor().probabilities(), folder)) {
      assertScores(
          model.score(Images.uint8(4, 4, BLUE, GRAY), 2),
          OTHER,
          OTHER,
          PURE,
          1 / 3f,
          1 / 3f,
          1 / 3f);
    }
  }

  @Test
  void feedsFloat32InPlanes(@TempDir Path folder) throws Exception {
    try (TagModel model = open(TestModels.dominantColor().float32Nchw().size(3, 5), folder)) {
      assertScores(
          model.score(Images.float32(3, 5, GREEN, RED), 2), OTHER, PURE, OTHER, PURE, OTHER, OTHER);
    }
  }

  @Test
  void acceptsTrailingDimensionsOfOne(@TempDir Path folder) throws Exception {
    try (TagModel model = open(TestModels.dominantColor().trailingOnes(), folder)) {
      assertScores(
          model.score(Images.uint8(4, 4, GREEN, BLUE), 2), OTHER, PURE, OTHER, OTHER, OTHER, PURE);
    }
  }

  @Test
  void runsAGraphOfFixedBatchInPiecesAndPadsTheLast(@TempDir Path folder) throws Exception {
    TestModels fixed = TestModels.dominantColor().fixedBatch(2);
    try (TagModel model = open(fixed, folder, BatchLadder.fixed(2), SessionThread.ofCaller())) {
      assertScores(
          model.score(Images.uint8(4, 4, RED, GREEN, BLUE), 3),
          PURE,
          OTHER,
          OTHER,
          OTHER,
          PURE,
          OTHER,
          OTHER,
          OTHER,
          PURE);
    }
  }

  @Test
  void padsWithBlankRowsNotWithWhatIsLeftOfAnotherBatch(@TempDir Path folder) throws Exception {
    TestModels poisoned = TestModels.failsOnPureRed();
    try (TagModel model = open(poisoned, folder, BatchLadder.fixed(4), SessionThread.ofCaller())) {
      assertThatThrownBy(() -> model.score(Images.uint8(4, 4, GREEN, GREEN, RED), 3))
          .isInstanceOf(ModelFailedException.class);

      assertScores(model.score(Images.uint8(4, 4, GREEN), 1), OTHER, PURE, OTHER);
    }
  }

  @Test
  void isDrivenByItsOwnerThreadOnALadderAsOnCuda(@TempDir Path folder) throws Exception {
    Thread owner;
    try (TagModel model =
        open(
            TestModels.dominantColor(),
            folder,
            BatchLadder.upTo(4),
            SessionThread.owner("tagstream-test-owner"))) {
      owner = threadNamed("tagstream-test-owner");
      assertScores(
          model.score(Images.uint8(4, 4, RED, GREEN, BLUE, RED, GREEN, BLUE, RED), 7),
          PURE,
          OTHER,
          OTHER,
          OTHER,
          PURE,
          OTHER,
          OTHER,
          OTHER,
          PURE,
          PURE,
          OTHER,
          OTHER,
          OTHER,
          PURE,
          OTHER,
          OTHER,
          OTHER,
          PURE,
          PURE,
          OTHER,
          OTHER);
    }
    owner.join(10_000);
    assertThat(owner.isAlive()).as("the owner ends with its session").isFalse();
  }

  @Test
  void readsTheInputFromItsPositionOn(@TempDir Path folder) throws Exception {
    try (TagModel model = open(TestModels.dominantColor(), folder)) {
      ByteBuffer rows = Images.uint8(4, 4, RED, BLUE);
      rows.position(4 * 4 * 3);

      assertScores(model.score(rows, 1), OTHER, OTHER, PURE);
      assertThat(rows.position()).isEqualTo(4 * 4 * 3);
    }
  }

  @Test
  void failsWithOnnxRuntimesWordsInOneLine(@TempDir Path folder) throws Exception {
    try (TagModel model = open(TestModels.failsOnPureRed(), folder)) {
      assertThatThrownBy(() -> model.score(Images.uint8(4, 4, GREEN, RED), 2))
          .isInstanceOf(ModelFailedException.class)
          .hasMessageStartingWith("Non-zero status code returned while running Gather node.")
          .hasMessageContaining("indices element out of data bounds, idx=1")
          .message()
          .doesNotContain("\n");
      assertScores(model.score(Images.uint8(4, 4, GREEN), 1), OTHER, PURE, OTHER);
    }
  }

  @Test
  void failsOnNanRatherThanGiveItOn(@TempDir Path folder) throws Exception {
    try (TagModel model = open(TestModels.nanOnPureRed(), folder)) {
      assertThatThrownBy(() -> model.score(Images.uint8(4, 4, GREEN, RED), 2))
          .isInstanceOf(ModelFailedException.class)
          .hasMessage("the model returned NaN for class 0 of row 1, which is not a finite logit");
    }
  }

  @Test
  void refusesRowsThatAreTooFewOrNotDirectOrInForeignOrder(@TempDir Path folder) throws Exception {
    try (TagModel model = open(TestModels.dominantColor(), folder)) {
      assertThatThrownBy(() -> model.score(Images.uint8(4, 4, RED), 2))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "2 images of 4x4 need a direct buffer of 96 bytes in native order but were given"
                  + " java.nio.DirectByteBuffer[pos=0 lim=48 cap=48], "
                  + ByteOrder.nativeOrder());
      ByteBuffer onHeap = ByteBuffer.allocate(48).order(ByteOrder.nativeOrder());
      assertThatThrownBy(() -> model.score(onHeap, 1)).isInstanceOf(IllegalArgumentException.class);
      ByteBuffer foreign = ByteBuffer.allocateDirect(48).order(foreignOrder());
      assertThatThrownBy(() -> model.score(foreign, 1))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void takesBatchesOfAnySizeOneAfterAnother(@TempDir Path folder) throws Exception {
    try (TagModel model = open(TestModels.dominantColor().anySize(), folder)) {
      assertScores(scores(model, Images.uint8(128, 135, RED), 1, 135, 128), PURE, OTHER, OTHER);
      assertScores(
          scores(model, Images.uint8(1, 7, BLUE, GREEN), 2, 7, 1),
          OTHER,
          OTHER,
          PURE,
          OTHER,
          PURE,
          OTHER);
    }
  }

  @Test
  void padsBatchesOfAnySize(@TempDir Path folder) throws Exception {
    try (TagModel model =
        open(
            TestModels.dominantColor().anySize(),
            folder,
            BatchLadder.upTo(4),
            SessionThread.ofCaller())) {
      assertScores(
          scores(model, Images.uint8(3, 5, BLUE, GREEN, RED), 3, 5, 3),
          OTHER,
          OTHER,
          PURE,
          OTHER,
          PURE,
          OTHER,
          PURE,
          OTHER,
          OTHER);
    }
  }

  @Test
  void givesEmbeddingsBesideScoresWhenAsked(@TempDir Path folder) throws Exception {
    try (TagModel model =
        open(
            TestModels.dominantColor().embedding(),
            folder,
            BatchLadder.fixed(2),
            SessionThread.ofCaller())) {
      ModelInput three = new ModelInput(Images.uint8(4, 4, RED, GREEN, BLUE), 3, 4, 4);

      ModelOutput output = model.run(three, Parts.SCORES_AND_EMBEDDINGS);

      assertThat(output.embeddings())
          .isDeepEqualTo(new float[][] {{255, 0, 0}, {0, 255, 0}, {0, 0, 255}});
      assertThat(output.scores()).hasSize(9);
      assertThat(model.run(three, Parts.SCORES).embeddings()).isEmpty();
    }
  }

  @Test
  void givesEmbeddingsOfAModelThatHasNoScores(@TempDir Path folder) throws Exception {
    try (TagModel model =
        open(
            TestModels.dominantColor()
                .embedding()
                .labels(null)
                .contractWith("\"version\": 1", "\"version\": 3")
                .contractWith(
                    "\"output\": {\"name\": \"logits\", \"kind\": \"logits\", \"classes\": 3,"
                        + " \"topK\": 2}, ",
                    ""),
            folder)) {
      ModelInput one = new ModelInput(Images.uint8(4, 4, RED), 1, 4, 4);

      ModelOutput output = model.run(one, Parts.SCORES_AND_EMBEDDINGS);

      assertThat(output.embeddings()).isDeepEqualTo(new float[][] {{255, 0, 0}});
      assertThat(output.scores()).isEmpty();
      assertThatThrownBy(() -> model.run(one, Parts.SCORES))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("test-colors has no scores");
    }
  }

  @Test
  void refusesAnEmbeddingThatTheModelDoesNotGive(@TempDir Path folder) throws Exception {
    try (TagModel model = open(TestModels.dominantColor(), folder)) {
      ModelInput one = new ModelInput(Images.uint8(4, 4, RED), 1, 4, 4);

      assertThatThrownBy(() -> model.run(one, Parts.SCORES_AND_EMBEDDINGS))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("test-colors has no embedding");
    }
  }

  @Test
  void refusesAnotherSizeThanTheOneItTakes(@TempDir Path folder) throws Exception {
    try (TagModel model = open(TestModels.dominantColor(), folder)) {
      ModelInput large = new ModelInput(Images.uint8(5, 4, RED), 1, 4, 5);

      assertThatThrownBy(() -> model.run(large, Parts.SCORES))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("1 images of 4x5 need a direct buffer of 60 bytes");
    }
  }

  private static float[] scores(TagModel model, ByteBuffer rows, int images, int width, int height)
      throws ModelFailedException {
    return model.run(new ModelInput(rows, images, width, height), Parts.SCORES).scores();
  }

  private static ByteOrder foreignOrder() {
    return ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN
        ? ByteOrder.LITTLE_ENDIAN
        : ByteOrder.BIG_ENDIAN;
  }

  private static TagModel open(TestModels model, Path folder) throws Exception {
    return open(model, folder, BatchLadder.any(), SessionThread.ofCaller());
  }

  private static TagModel open(
      TestModels model, Path folder, BatchLadder ladder, SessionThread thread) throws Exception {
    Path file = model.writeTo(folder);
    return OrtTagModel.open(
        file, ModelFile.read(file), new SessionPlan(Device.CPU, ladder, GpuSettings.USUAL), thread);
  }

  private static Thread threadNamed(String name) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals(name))
        .findAny()
        .orElseThrow();
  }

  private static void assertScores(float[] scores, float... expected) {
    assertThat(scores).containsExactly(expected, within(1e-6f));
  }
}
