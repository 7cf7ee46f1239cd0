package dev.tagstream.pipeline.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagstream.pipeline.model.session.DeviceRequest;
import dev.tagstream.pipeline.model.session.SessionRegistry;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchTaggerTest {

  private static final int RED = 0xff0000;
  private static final int GREEN = 0x00ff00;
  private static final int BLUE = 0x0000ff;

  @Test
  void tagsEachImageInItsOrder(@TempDir Path folder) {
    Path file = TestModels.dominantColor().writeTo(folder);
    try (TagModel model = SessionRegistry.ofProcess().lease(file, DeviceRequest.cpu(), 8)) {
      assertThat(labels(tagger(model).tag(input(model, Images.uint8(4, 4, BLUE, RED, GREEN), 3))))
          .containsExactly("blue", "red", "green");
    }
  }

  @Test
  void rejectsOnlyTheImagesThatTheModelFailsOn(@TempDir Path folder) {
    Path file = TestModels.failsOnPureRed().writeTo(folder);
    try (TagModel model = SessionRegistry.ofProcess().lease(file, DeviceRequest.cpu(), 8)) {
      ByteBuffer input = Images.uint8(4, 4, GREEN, BLUE, RED, GREEN, GREEN, BLUE, RED);

      assertThat(labels(tagger(model).tag(input(model, input, 7))))
          .containsExactly("green", "blue", "failed", "green", "green", "blue", "failed");
    }
  }

  @Test
  void rejectsOnlyTheImageWhoseScoresAreNan(@TempDir Path folder) {
    Path file = TestModels.nanOnPureRed().float32Nchw().writeTo(folder);
    try (TagModel model = SessionRegistry.ofProcess().lease(file, DeviceRequest.cpu(), 8)) {
      List<TagOutcome> outcomes =
          tagger(model).tag(input(model, Images.float32(4, 4, GREEN, RED, BLUE), 3));

      assertThat(labels(outcomes)).containsExactly("green", "failed", "blue");
      assertThat(((TagOutcome.Failed) outcomes.get(1)).failure().detail())
          .isEqualTo("the model returned NaN for class 0 of row 0, which is not a finite logit");
    }
  }

  @Test
  void getsALargeBatchThroughADeviceWithLittleMemory(@TempDir Path folder) {
    Path file = TestModels.dominantColor().writeTo(folder);
    List<Integer> batches = new ArrayList<>();
    try (TagModel model = SessionRegistry.ofProcess().lease(file, DeviceRequest.cpu(), 8);
        TagModel little = new LittleMemory(model, 2, batches)) {
      assertThat(
              labels(
                  tagger(little)
                      .tag(input(model, Images.uint8(4, 4, RED, GREEN, BLUE, RED, GREEN), 5))))
          .containsExactly("red", "green", "blue", "red", "green");
      assertThat(batches).containsExactly(5, 2, 2, 1);
    }
  }

  @Test
  void halvesABatchThatOnnxRuntimeFindsNoMemoryForAndRejectsNone(@TempDir Path folder) {
    Path file = TestModels.noMemoryForMoreThanTwo().writeTo(folder);
    try (TagModel model = SessionRegistry.ofProcess().lease(file, DeviceRequest.cpu(), 8)) {
      ByteBuffer rows = Images.uint8(4, 4, RED, GREEN, BLUE, RED, GREEN, BLUE, GREEN);

      assertThatThrownBy(() -> model.run(input(model, rows, 3), ModelOutput.Parts.SCORES))
          .isInstanceOf(ModelFailedException.class)
          .extracting(failure -> ((ModelFailedException) failure).remedy())
          .isEqualTo(Remedy.HALVE_BATCH);
      assertThat(labels(tagger(model).tag(input(model, rows, 7))))
          .containsExactly("red", "green", "blue", "red", "green", "blue", "green");
    }
  }

  @Test
  void remembersForAWhileHowManyImagesTheDeviceHasMemoryFor(@TempDir Path folder) {
    Path file = TestModels.dominantColor().writeTo(folder);
    List<Integer> batches = new ArrayList<>();
    try (TagModel model = SessionRegistry.ofProcess().lease(file, DeviceRequest.cpu(), 8);
        TagModel little = new LittleMemory(model, 2, batches)) {
      BatchTagger tagger = tagger(little);
      ByteBuffer four = Images.uint8(4, 4, RED, GREEN, BLUE, RED);
      var first = tagger.tag(input(model, four, 4));
      var second = tagger.tag(input(model, four, 4));
      assertThat(first).hasSameSizeAs(second).hasSize(4);
      assertThat(batches).containsExactly(4, 2, 2, 2, 2);

      while (batches.size() < 1 + WorkingSize.RUNS_UNTIL_LARGER) {
        var unused = tagger.tag(input(model, four, 4));
      }
      batches.clear();
      assertThat(labels(tagger.tag(input(model, four, 4))))
          .containsExactly("red", "green", "blue", "red");
      assertThat(batches).containsExactly(4, 2, 2);
    }
  }

  @Test
  void makesTheSessionAnewOnceAndThenFailsTheTask(@TempDir Path folder) {
    Path file = TestModels.dominantColor().writeTo(folder);
    String words = "CUDNN failure 5000: CUDNN_STATUS_EXECUTION_FAILED ; GPU=0 ; hostname=h";
    try (TagModel model = SessionRegistry.ofProcess().lease(file, DeviceRequest.cpu(), 8)) {
      FailsForAWhile mended = new FailsForAWhile(model, Remedy.RECYCLE_SESSION, words, 1);
      assertThat(labels(tagger(mended).tag(input(model, Images.uint8(4, 4, RED, GREEN), 2))))
          .containsExactly("red", "green");
      assertThat(mended.recyclings).isEqualTo(1);

      FailsForAWhile damaged = new FailsForAWhile(model, Remedy.RECYCLE_SESSION, words, 9);
      assertThatThrownBy(() -> tagger(damaged).tag(input(model, Images.uint8(4, 4, RED, GREEN), 2)))
          .isInstanceOf(BrokenSessionException.class)
          .hasMessage("test-colors on cpu does not run any more: " + words);
      assertThat(damaged.recyclings).isEqualTo(1);
    }
  }

  @Test
  void runsAgainTwiceWhereTheDeviceIsBusy(@TempDir Path folder) {
    Path file = TestModels.dominantColor().writeTo(folder);
    String words = "CUDA failure 46: all CUDA-capable devices are busy or unavailable ; GPU=0";
    try (TagModel model = SessionRegistry.ofProcess().lease(file, DeviceRequest.cpu(), 8)) {
      assertThat(
              labels(
                  tagger(new FailsForAWhile(model, Remedy.RETRY, words, 2))
                      .tag(input(model, Images.uint8(4, 4, RED), 1))))
          .containsExactly("red");
      assertThatThrownBy(
              () ->
                  tagger(new FailsForAWhile(model, Remedy.RETRY, words, 3))
                      .tag(input(model, Images.uint8(4, 4, RED), 1)))
          .isInstanceOf(BrokenSessionException.class);
    }
  }

  @Test
  void blamesNoImageWhereCudaIsLostToTheProcess(@TempDir Path folder) {
    Path file = TestModels.dominantColor().writeTo(folder);
    String words = "CUDA failure 700: an illegal memory access was encountered ; GPU=0";
    try (TagModel model = SessionRegistry.ofProcess().lease(file, DeviceRequest.cpu(), 8)) {
      FailsForAWhile lost = new FailsForAWhile(model, Remedy.FAIL_TASK, words, 1);
      assertThatThrownBy(() -> tagger(lost).tag(input(model, Images.uint8(4, 4, RED, GREEN), 2)))
          .isInstanceOf(BrokenSessionException.class)
          .hasMessage("test-colors on cpu does not run any more: " + words);
      assertThat(lost.recyclings).isZero();
    }
  }

  @Test
  void blamesNoImageWhereNotEvenABlankOneRuns(@TempDir Path folder) {
    Path file = TestModels.dominantColor().writeTo(folder);
    try (TagModel model = SessionRegistry.ofProcess().lease(file, DeviceRequest.cpu(), 8);
        TagModel broken = new LittleMemory(model, 0, new ArrayList<>())) {
      assertThatThrownBy(() -> tagger(broken).tag(input(model, Images.uint8(4, 4, RED, GREEN), 2)))
          .isInstanceOf(BrokenSessionException.class)
          .hasMessage(
              "test-colors on cpu no longer runs even a blank image: Failed to allocate memory");
    }
  }

  private static ModelInput input(TagModel model, ByteBuffer rows, int images) {
    return ModelInput.of(model.contract().input(), rows, images);
  }

  private static BatchTagger tagger(TagModel model) {
    return new BatchTagger(model, new TopTags(model.contract(), 1), ModelOutput.Parts.SCORES);
  }

  /** The best label of each image, or "failed". */
  private static List<String> labels(List<TagOutcome> outcomes) {
    return outcomes.stream()
        .map(
            outcome ->
                outcome instanceof TagOutcome.Tagged tagged
                    ? tagged.tags().get(0).label()
                    : "failed")
        .toList();
  }

  /** A device with memory for a few images: fails on more as ONNX Runtime does. */
  private static final class LittleMemory extends BorrowedModel {

    private final int mostImages;
    private final List<Integer> batches;

    LittleMemory(TagModel model, int mostImages, List<Integer> batches) {
      super(model);
      this.mostImages = mostImages;
      this.batches = batches;
    }

    @Override
    protected void beforeRun(ModelInput input) throws ModelFailedException {
      batches.add(input.images());
      if (input.images() > mostImages) {
        throw new ModelFailedException(
            "Failed to allocate memory", Remedy.HALVE_BATCH, new RuntimeException());
      }
    }
  }

  /** Fails a few times as a GPU does, then runs on the CPU. */
  private static final class FailsForAWhile extends BorrowedModel {

    private final Remedy remedy;
    private final String words;
    private int failuresLeft;
    private int recyclings;

    FailsForAWhile(TagModel model, Remedy remedy, String words, int failures) {
      super(model);
      this.remedy = remedy;
      this.words = words;
      this.failuresLeft = failures;
    }

    @Override
    protected void beforeRun(ModelInput input) throws ModelFailedException {
      if (failuresLeft-- > 0) {
        throw new ModelFailedException(words, remedy, new RuntimeException(words));
      }
    }

    @Override
    public void recycle() throws ModelFailedException {
      recyclings++;
      super.recycle();
    }
  }
}
