package dev.tagstream.pipeline.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagstream.pipeline.model.ModelContract;
import dev.tagstream.pipeline.model.ModelOutput.Parts;
import dev.tagstream.pipeline.model.SessionFacts;
import dev.tagstream.pipeline.model.TagModel;
import dev.tagstream.pipeline.model.TestModels;
import dev.tagstream.pipeline.model.session.DeviceRequest;
import dev.tagstream.pipeline.model.session.GpuSettings;
import dev.tagstream.pipeline.model.session.ModelFile;
import dev.tagstream.pipeline.model.session.UnusableModelException;
import dev.tagstream.pipeline.operator.GpuShare;
import dev.tagstream.pipeline.operator.ModelLoader;
import dev.tagstream.pipeline.operator.TagSelection;
import dev.tagstream.pipeline.record.ModelEpoch;
import dev.tagstream.pipeline.rollout.ModelPreparation.Shadows;
import dev.tagstream.pipeline.swap.SwapMode;
import dev.tagstream.schemas.model.GoldenImage;
import dev.tagstream.schemas.model.GoldenImages;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ModelPreparationTest {

  private static final SessionFacts RUNNING = new SessionFacts("cpu", 0, null);

  @TempDir private Path folder;
  private Path first;

  @BeforeEach
  void write() {
    first = TestModels.dominantColor().writeTo(folder, "first.onnx");
  }

  @Test
  void leasesAModelThatTagsAProbe() {
    Path next = TestModels.dominantColor().embedding().writeTo(folder, "next.onnx");
    String sha256 = ModelFile.read(next).sha256();

    try (TagModel model = prepare(next, sha256)) {
      assertThat(model.contract().sha256()).isEqualTo(sha256);
    }
  }

  @Test
  void refusesAModelThatFailsOnEveryImage() {
    Path failing = TestModels.failsAlways().writeTo(folder, "failing.onnx");

    assertThatThrownBy(() -> prepare(failing, ModelFile.read(failing).sha256()))
        .isInstanceOf(UnusableModelException.class)
        .hasMessageStartingWith(failing + ": ")
        .hasMessageNotContaining("\n");
  }

  @Test
  void refusesAModelThatAnswersGoldenImagesOtherwiseThanItsFileSays() {
    GoldenImage black = GoldenImage.of(new byte[GoldenImage.LEVELS], new float[] {0, 0, 7});
    Path strange =
        TestModels.dominantColor()
            .golden(new GoldenImages(List.of(black)))
            .writeTo(folder, "strange.onnx");

    assertThatThrownBy(() -> prepare(strange, ModelFile.read(strange).sha256()))
        .isInstanceOf(UnusableModelException.class)
        .hasMessageStartingWith(strange + ": on cpu its answer to golden image 1 differs")
        .hasMessageEndingWith("export it again, or look for another device or driver");
  }

  @Test
  void refusesAFileThatIsCopiedInPart() throws Exception {
    Path next = TestModels.dominantColor().embedding().writeTo(folder, "next.onnx");
    String whole = ModelFile.read(next).sha256();
    Files.write(next, Arrays.copyOf(Files.readAllBytes(next), 100));

    assertThatThrownBy(() -> prepare(next, whole))
        .isInstanceOf(UnusableModelException.class)
        .hasMessageContaining("must have SHA-256 " + whole);
  }

  /** The path would be looked at when the job restarts. */
  @Test
  void refusesAPathWithoutAFileThoughTheModelRunsFromAnother() {
    ModelContract contract = ModelFile.read(first);
    Path nowhere = folder.resolve("nowhere.onnx");

    try (TagModel running = loader().lease(DeviceRequest.cpu())) {
      assertThat(running.contract()).isEqualTo(contract);
      assertThatThrownBy(() -> prepare(nowhere, contract.sha256()))
          .isInstanceOf(UnusableModelException.class)
          .hasMessage("%s: there is no such model file", nowhere);
    }
  }

  @Test
  void refusesAModelThatCannotDoWhatTheJobNeeds() {
    TagSelection.Rule none =
        contract -> {
          throw new UnusableModelException(contract.name() + " takes other pixels");
        };

    assertThatThrownBy(
            () ->
                new ModelPreparation(loader(), none, Shadows.REFUSED)
                    .prepare(
                        new ModelEpoch(1, first.toString(), ModelFile.read(first).sha256()),
                        DeviceRequest.cpu(),
                        RUNNING))
        .isInstanceOf(UnusableModelException.class)
        .hasMessageEndingWith("takes other pixels");
  }

  @Test
  void leasesTheModelsOfAllRoles() {
    ModelEpoch.Model next =
        model(TestModels.dominantColor().embedding().writeTo(folder, "next.onnx"));
    ModelEpoch epoch =
        new ModelEpoch(1, model(first), new ModelEpoch.Canary(next, 0.1, null, 1), next);

    List<TagModel> models = prepare(epoch, Shadows.WRITTEN);

    assertThat(models)
        .extracting(model -> model.contract().sha256())
        .containsExactly(model(first).sha256(), next.sha256(), next.sha256());
    models.forEach(TagModel::close);
  }

  @Test
  void refusesAnEpochOfWhichOneModelCannotBeUsed() {
    ModelEpoch.Model failing = model(TestModels.failsAlways().writeTo(folder, "failing.onnx"));

    assertThatThrownBy(
            () ->
                prepare(
                    new ModelEpoch(
                        1, model(first), new ModelEpoch.Canary(failing, 0.1, null, 1), null),
                    Shadows.WRITTEN))
        .isInstanceOf(UnusableModelException.class)
        .hasMessageStartingWith(failing.file() + ": ");
  }

  @Test
  void refusesAUriInAJobThatFetchesNoModels() {
    ModelEpoch epoch = new ModelEpoch(1, "s3://models/b.onnx", "ab".repeat(32));

    assertThatThrownBy(() -> prepare(epoch, Shadows.REFUSED))
        .isInstanceOf(UnusableModelException.class)
        .hasMessage(
            "s3://models/b.onnx: is a URI, and the job fetches no models; start it with tagging.models.fetch.allow");
  }

  @Test
  void refusesAShadowWithoutATopicForItsResults() {
    assertThatThrownBy(
            () -> prepare(new ModelEpoch(1, model(first), null, model(first)), Shadows.REFUSED))
        .isInstanceOf(UnusableModelException.class)
        .hasMessage(
            "%s: there is no topic for the results of a shadow; start the job with tagging.kafka.shadow-topic",
            first);
  }

  @Test
  void verifiesAModelWithoutASessionOnTheDeviceWhereTheJobSwapsInPlace() {
    ModelEpoch.Model failing = model(TestModels.failsAlways().writeTo(folder, "failing.onnx"));
    ModelEpoch epoch = new ModelEpoch(1, failing, null, null);

    assertThat(prepareInPlace(epoch, RUNNING)).isEmpty();
    // beside a GPU's session there can be one on the CPU
    assertThatThrownBy(() -> prepareInPlace(epoch, new SessionFacts("cuda:0", 0, null)))
        .isInstanceOf(UnusableModelException.class)
        .hasMessageStartingWith(failing.file() + ": ");
    assertThatThrownBy(
            () -> prepareInPlace(new ModelEpoch(2, failing.file(), "ab".repeat(32)), RUNNING))
        .isInstanceOf(UnusableModelException.class)
        .hasMessageContaining("must have SHA-256");
  }

  @Test
  void refusesAShadowWhereTheJobSwapsInPlace() {
    assertThatThrownBy(
            () -> prepareInPlace(new ModelEpoch(1, model(first), null, model(first)), RUNNING))
        .isInstanceOf(UnusableModelException.class)
        .hasMessage(
            "%s: a shadow needs a session beside that of the main model, but tagging.models.swap is in-place",
            first);
  }

  private List<TagModel> prepareInPlace(ModelEpoch epoch, SessionFacts running) {
    ModelLoader loader = loader();
    return new ModelPreparation(
            new ModelLoader(
                loader.file(),
                loader.sha256(),
                loader.gpus(),
                loader.maxImages(),
                loader.place(),
                null,
                SwapMode.IN_PLACE),
            contract -> new TagSelection(1, List.of(), Parts.SCORES),
            Shadows.WRITTEN)
        .prepare(epoch, DeviceRequest.cpu(), running);
  }

  private static ModelEpoch.Model model(Path file) {
    return new ModelEpoch.Model(file.toString(), ModelFile.read(file).sha256());
  }

  private TagModel prepare(Path file, String sha256) {
    return prepare(new ModelEpoch(1, file.toString(), sha256), Shadows.REFUSED).get(0);
  }

  private List<TagModel> prepare(ModelEpoch epoch, Shadows shadows) {
    return new ModelPreparation(
            loader(), contract -> new TagSelection(1, List.of(), Parts.SCORES), shadows)
        .prepare(epoch, DeviceRequest.cpu(), RUNNING);
  }

  private ModelLoader loader() {
    return new ModelLoader(
        first.toString(),
        ModelFile.read(first).sha256(),
        new GpuShare(DeviceRequest.Choice.CPU, List.of(), GpuSettings.USUAL),
        16,
        ModelLoader.Place.FIRST);
  }
}
