package dev.tagstream.pipeline.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tagstream.pipeline.batch.ImageBatch;
import dev.tagstream.pipeline.crash.JournalFolder;
import dev.tagstream.pipeline.model.ModelContract;
import dev.tagstream.pipeline.model.ModelOutput.Parts;
import dev.tagstream.pipeline.model.TestModels;
import dev.tagstream.pipeline.model.session.DeviceRequest;
import dev.tagstream.pipeline.model.session.GpuSettings;
import dev.tagstream.pipeline.model.session.ModelFile;
import dev.tagstream.pipeline.model.session.UnusableModelException;
import dev.tagstream.pipeline.record.EncodedImage;
import dev.tagstream.pipeline.record.ModelEpoch;
import dev.tagstream.pipeline.record.ModelRole;
import dev.tagstream.pipeline.record.QueuedImage;
import dev.tagstream.pipeline.record.RejectReason;
import dev.tagstream.pipeline.record.SourceRecord;
import dev.tagstream.pipeline.record.Stage;
import dev.tagstream.pipeline.record.Tag;
import dev.tagstream.pipeline.record.TaggedImage;
import dev.tagstream.pipeline.trial.TrialReports;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.streaming.api.operators.StreamMap;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tags images of 4 by 4 pixels with models that run in ONNX Runtime. */
final class TagImagesTest {

  private static final int RED = 0xFF0000;
  private static final int GREEN = 0x00FF00;
  private static final int BLUE = 0x0000FF;
  private static final int PIXELS = 4 * 4;

  private static final List<String> COLORS = List.of("red", "green", "blue");
  private static final String GERMAN =
      """
      [{"name": "rot"}, {"name": "gruen"}, {"name": "blau"}]""";

  @TempDir private Path folder;
  private final List<String> verdicts = new ArrayList<>();
  private int models;

  @Test
  void tagsABatchInItsOrder() throws Exception {
    ModelContract model = ModelFile.read(TestModels.dominantColor().writeTo(folder));

    TaggedBatch batch =
        tag(model.sha256(), new TagSelection(2, List.of(), Parts.SCORES), RED, GREEN, BLUE);

    assertThat(batch.rejected()).isEmpty();
    assertThat(batch.tagged())
        .extracting(image -> image.image().encoded().id())
        .containsExactly("image 0", "image 1", "image 2");
    assertThat(batch.tagged())
        .extracting(image -> image.tags().get(0).label())
        .containsExactly("red", "green", "blue");
    Tag best = batch.tagged().get(0).tags().get(0);
    assertThat(best.wnid()).isEqualTo("n04962784");
    assertThat(best.score()).isCloseTo(TestModels.PURE_SCORE, within(1e-5f));
    assertThat(batch.tagged()).allSatisfy(image -> assertThat(image.tags()).hasSize(2));
  }

  @Test
  void tellsWhatRan() throws Exception {
    ModelContract model = ModelFile.read(TestModels.dominantColor().writeTo(folder));
    long before = System.currentTimeMillis();

    TaggedImage image =
        tag(model.sha256(), new TagSelection(1, List.of(), Parts.SCORES), RED).tagged().get(0);

    assertThat(image.run().modelName()).isEqualTo("test-colors");
    assertThat(image.run().modelSha256()).isEqualTo(model.sha256());
    assertThat(image.run().provider()).isEqualTo("cpu");
    assertThat(image.run().taggedAtMillis()).isBetween(before, System.currentTimeMillis());
    assertThat(image.run().inferenceMicros()).isPositive();
    assertThat(image.queueMicros()).isGreaterThanOrEqualTo(1_000_000);
  }

  @Test
  void givesTheEmbeddingOnlyWhenAsked() throws Exception {
    ModelContract model = ModelFile.read(TestModels.dominantColor().embedding().writeTo(folder));

    TaggedBatch without = tag(model.sha256(), new TagSelection(1, List.of(), Parts.SCORES), RED);
    TaggedBatch with =
        tag(model.sha256(), new TagSelection(1, List.of(), Parts.SCORES_AND_EMBEDDINGS), RED, BLUE);

    assertThat(without.tagged().get(0).embedding()).isNull();
    assertThat(with.tagged().get(0).embedding()).containsExactly(255, 0, 0);
    assertThat(with.tagged().get(1).embedding()).containsExactly(0, 0, 255);
  }

  @Test
  void leavesOutTagsBelowTheLeastScore() throws Exception {
    ModelContract model = ModelFile.read(TestModels.dominantColor().writeTo(folder));

    TaggedBatch batch =
        tag(
            model.sha256(),
            new TagSelection(3, List.of(0.5, 0.5, 0.5), Parts.SCORES),
            RED,
            0x808080);

    assertThat(batch.tagged().get(0).tags()).extracting(Tag::label).containsExactly("red");
    assertThat(batch.tagged().get(1).tags()).isEmpty();
  }

  @Test
  void rejectsOnlyTheImageOnWhichTheModelFails() throws Exception {
    ModelContract model = ModelFile.read(TestModels.failsOnPureRed().writeTo(folder));

    TaggedBatch batch =
        tag(
            model.sha256(),
            new TagSelection(1, List.of(), Parts.SCORES),
            GREEN,
            BLUE,
            RED,
            GREEN,
            BLUE,
            BLUE,
            GREEN);

    assertThat(batch.tagged())
        .extracting(image -> image.tags().get(0).label())
        .containsExactly("green", "blue", "green", "blue", "blue", "green");
    assertThat(batch.rejected())
        .singleElement()
        .satisfies(
            rejected -> {
              assertThat(rejected.id()).isEqualTo("image 2");
              assertThat(rejected.source().position()).isEqualTo("image-events-3@1042");
              assertThat(rejected.reason()).isEqualTo(RejectReason.MODEL_FAILED);
              assertThat(rejected.stage()).isEqualTo(Stage.TAG);
              assertThat(rejected.detail()).isNotEmpty().doesNotContain("\n");
            });
  }

  @Test
  void failsTheJobForGoodOnAnotherModelThanItWasBuiltWith() {
    ModelContract model = ModelFile.read(TestModels.dominantColor().writeTo(folder));
    String other = "ab".repeat(32);

    assertThatThrownBy(() -> tag(other, new TagSelection(1, List.of(), Parts.SCORES), RED))
        .isInstanceOf(SuppressRestartsException.class)
        .cause()
        .isInstanceOf(UnusableModelException.class)
        .hasMessage(
            "%s: must have SHA-256 %s but has %s; it is another model, or the file was changed",
            folder.resolve("model.onnx"), other, model.sha256());
  }

  @Test
  void eachImageGoesThroughTheModelOfItsRoleAndTheBatchKeepsItsOrder() throws Exception {
    ModelEpoch.Model german = model(TestModels.dominantColor().labels(GERMAN));
    ModelEpoch.Canary canary = new ModelEpoch.Canary(german, 0.5, null, 1);

    TaggedBatch batch = tag(new ModelEpoch(1, english(), canary, null), 40);

    assertThat(batch.rejected()).isEmpty();
    assertThat(batch.tagged()).hasSize(40);
    for (int i = 0; i < 40; i++) {
      TaggedImage image = batch.tagged().get(i);
      boolean ofCanary = canary.tags(image.image().encoded());
      assertThat(image.id()).isEqualTo("image " + i);
      assertThat(image.run().role()).isEqualTo(ofCanary ? ModelRole.CANARY : ModelRole.MAIN);
      assertThat(image.tags().get(0).label())
          .isEqualTo(ofCanary ? List.of("rot", "gruen", "blau").get(i % 3) : COLORS.get(i % 3));
    }
    assertThat(batch.tagged()).extracting(image -> image.run().role()).contains(ModelRole.CANARY);
  }

  @Test
  void theMainModelTagsTheImagesOfACanaryThatDoesNotRun() throws Exception {
    for (ModelEpoch.Model broken :
        List.of(
            model(TestModels.failsAlways()),
            new ModelEpoch.Model(folder.resolve("nowhere.onnx").toString(), "ab".repeat(32)))) {
      ModelEpoch.Canary canary = new ModelEpoch.Canary(broken, 0.5, null, 1);
      verdicts.clear();

      TaggedBatch batch = tag(new ModelEpoch(1, english(), canary, null), 40);

      assertThat(batch.rejected()).isEmpty();
      assertThat(batch.tagged())
          .hasSize(40)
          .allMatch(image -> image.run().role() == ModelRole.MAIN)
          .extracting(image -> image.tags().get(0).label())
          .startsWith("red", "green", "blue");
      assertThat(verdicts).singleElement().asString().startsWith("it does not run: ");
    }
  }

  @Test
  void aCanaryRejectsTheImagesOnWhichItFails() throws Exception {
    ModelEpoch.Canary canary =
        new ModelEpoch.Canary(model(TestModels.nanOnPureRed()), 0.5, null, 1);

    TaggedBatch batch = tag(new ModelEpoch(1, english(), canary, null), 40);

    assertThat(batch.rejected()).isNotEmpty().allMatch(image -> image.role() == ModelRole.CANARY);
    assertThat(batch.tagged()).hasSize(40 - batch.rejected().size());
  }

  private ModelEpoch.Model english() {
    return model(TestModels.dominantColor());
  }

  private ModelEpoch.Model model(TestModels model) {
    Path file = model.writeTo(folder, "model-" + models++ + ".onnx");
    return new ModelEpoch.Model(file.toString(), ModelFile.read(file).sha256());
  }

  /** Red, green and blue images in turn, in an epoch. */
  private TaggedBatch tag(ModelEpoch epoch, int images) throws Exception {
    int[] colors =
        IntStream.range(0, images).map(i -> new int[] {RED, GREEN, BLUE}[i % 3]).toArray();
    ModelLoader loader =
        new ModelLoader(
            epoch.main().file(),
            epoch.main().sha256(),
            new GpuShare(DeviceRequest.Choice.CPU, List.of(), GpuSettings.USUAL),
            images,
            ModelLoader.Place.FIRST);
    ImageBatch batch = batch(colors);
    List<QueuedImage> stamped =
        batch.images().stream().map(image -> stamped(image, epoch)).toList();
    return tag(
        loader,
        new TagSelection(1, List.of(), Parts.SCORES),
        new ImageBatch(stamped, batch.width(), batch.height(), batch.input()));
  }

  private static QueuedImage stamped(QueuedImage image, ModelEpoch epoch) {
    EncodedImage encoded = image.encoded();
    return new QueuedImage(
        new EncodedImage(
            ((SourceRecord) encoded.source()).in(epoch),
            encoded.id(),
            encoded.bytes(),
            null,
            encoded.attributes()),
        image.originalWidth(),
        image.originalHeight(),
        image.decodeMicros(),
        null,
        image.queuedAtNanos());
  }

  private TaggedBatch tag(String sha256, TagSelection selection, int... colors) throws Exception {
    ModelLoader loader =
        new ModelLoader(
            folder.resolve("model.onnx").toString(),
            sha256,
            new GpuShare(DeviceRequest.Choice.CPU, List.of(), GpuSettings.USUAL),
            16,
            ModelLoader.Place.ONLY);
    return tag(loader, selection, batch(colors));
  }

  private TaggedBatch tag(ModelLoader loader, TagSelection selection, ImageBatch batch)
      throws Exception {
    OneInputStreamOperatorTestHarness<ImageBatch, TaggedBatch> harness =
        new OneInputStreamOperatorTestHarness<>(
            new StreamMap<>(
                new TagImages(
                    loader, contract -> selection, new JournalFolder(folder.toString(), "tag"))));
    String job = harness.getEnvironment().getJobID().toHexString();
    Runnable listening =
        TrialReports.ofProcess().listen(job, (epoch, role, reason) -> verdicts.add(reason));
    try {
      harness.open();
      harness.processElement(new StreamRecord<>(batch));
      return harness.extractOutputValues().get(0);
    } finally {
      listening.run();
      harness.close();
    }
  }

  /** Images that have waited for a second. */
  private static ImageBatch batch(int... colors) {
    ByteBuffer rows =
        ByteBuffer.allocateDirect(3 * PIXELS * colors.length).order(ByteOrder.nativeOrder());
    for (int color : colors) {
      for (int pixel = 0; pixel < PIXELS; pixel++) {
        rows.put((byte) (color >> 16)).put((byte) (color >> 8)).put((byte) color);
      }
    }
    long queuedAt = System.nanoTime() - 1_000_000_000L;
    List<QueuedImage> images =
        IntStream.range(0, colors.length)
            .mapToObj(i -> ImageRecords.encoded("image " + i, new byte[0]))
            .map(image -> new QueuedImage(image, 8, 6, 1000, null, queuedAt))
            .toList();
    return new ImageBatch(images, 4, 4, rows.flip());
  }
}
