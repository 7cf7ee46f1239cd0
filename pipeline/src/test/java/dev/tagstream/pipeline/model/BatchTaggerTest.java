package dev.tagstream.pipeline.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
    try (TagModel model = SessionLease.acquire(file, DeviceRequest.cpu(), 8)) {
      assertThat(labels(tagger(model).tag(input(model, Pictures.uint8(4, 4, BLUE, RED, GREEN), 3))))
          .containsExactly("blue", "red", "green");
    }
  }

  @Test
  void rejectsOnlyTheImagesThatTheModelFailsOn(@TempDir Path folder) {
    Path file = TestModels.failsOnPureRed().writeTo(folder);
    try (TagModel model = SessionLease.acquire(file, DeviceRequest.cpu(), 8)) {
      ByteBuffer input = Pictures.uint8(4, 4, GREEN, BLUE, RED, GREEN, GREEN, BLUE, RED);

      assertThat(labels(tagger(model).tag(input(model, input, 7))))
          .containsExactly("green", "blue", "failed", "green", "green", "blue", "failed");
    }
  }

  @Test
  void rejectsOnlyTheImageWhoseScoresAreNan(@TempDir Path folder) {
    Path file = TestModels.nanOnPureRed().float32Nchw().writeTo(folder);
    try (TagModel model = SessionLease.acquire(file, DeviceRequest.cpu(), 8)) {
      List<TagOutcome> outcomes =
          tagger(model).tag(input(model, Pictures.float32(4, 4, GREEN, RED, BLUE), 3));

      assertThat(labels(outcomes)).containsExactly("green", "failed", "blue");
      assertThat(((TagOutcome.Failed) outcomes.get(1)).failure().detail())
          .isEqualTo("the model gave NaN for class 0 of row 0, which is not a finite logit");
    }
  }

  @Test
  void getsALargeBatchThroughADeviceWithLittleMemory(@TempDir Path folder) {
    Path file = TestModels.dominantColor().writeTo(folder);
    List<Integer> batches = new ArrayList<>();
    try (TagModel model = SessionLease.acquire(file, DeviceRequest.cpu(), 8);
        TagModel little = new LittleMemory(model, 2, batches)) {
      assertThat(
              labels(
                  tagger(little)
                      .tag(input(model, Pictures.uint8(4, 4, RED, GREEN, BLUE, RED, GREEN), 5))))
          .containsExactly("red", "green", "blue", "red", "green");
      assertThat(batches).containsExactly(5, 2, 3, 1, 2);
    }
  }

  @Test
  void blamesNoImageWhereNotEvenABlankOneRuns(@TempDir Path folder) {
    Path file = TestModels.dominantColor().writeTo(folder);
    try (TagModel model = SessionLease.acquire(file, DeviceRequest.cpu(), 8);
        TagModel broken = new LittleMemory(model, 0, new ArrayList<>())) {
      assertThatThrownBy(
              () -> tagger(broken).tag(input(model, Pictures.uint8(4, 4, RED, GREEN), 2)))
          .isInstanceOf(BrokenSessionException.class)
          .hasMessage(
              "test-colors on cpu no longer runs even a blank image: Failed to allocate memory");
    }
  }

  private static ModelInput input(TagModel model, ByteBuffer rows, int images) {
    return ModelInput.of(model.contract().input(), rows, images);
  }

  private static BatchTagger tagger(TagModel model) {
    return new BatchTagger(model, new TopTags(model.contract(), 1, 0), ModelOutput.Parts.SCORES);
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
  private record LittleMemory(TagModel model, int mostImages, List<Integer> batches)
      implements TagModel {

    @Override
    public ModelContract contract() {
      return model.contract();
    }

    @Override
    public String provider() {
      return model.provider();
    }

    @Override
    public ModelOutput run(ModelInput input, ModelOutput.Parts parts) throws ModelFailedException {
      batches.add(input.images());
      if (input.images() > mostImages) {
        throw new ModelFailedException("Failed to allocate memory", new RuntimeException());
      }
      return model.run(input, parts);
    }

    @Override
    public void close() {
      // its owner closes the model
    }
  }
}
