package dev.tagstream.pipeline.model.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagstream.pipeline.model.ModelContract;
import dev.tagstream.pipeline.model.TestModels;
import dev.tagstream.schemas.model.Contract;
import dev.tagstream.schemas.model.EmbeddingSpec;
import dev.tagstream.schemas.model.InputSpec;
import dev.tagstream.schemas.model.Label;
import dev.tagstream.schemas.model.Labels;
import dev.tagstream.schemas.model.ModelDescription;
import dev.tagstream.schemas.model.OutputSpec;
import dev.tagstream.schemas.model.PixelLayout;
import dev.tagstream.schemas.model.PixelType;
import dev.tagstream.schemas.model.Preprocessing;
import dev.tagstream.schemas.model.Resize;
import dev.tagstream.schemas.model.Size;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelFileTest {

  @Test
  void refusesAModelOfAnotherSha256ThanWasMeant(@TempDir Path folder) {
    Path file = TestModels.dominantColor().writeTo(folder);
    String sha256 = ModelFile.read(file).sha256();

    ModelFile.requireSha256(file, sha256);
    assertThatThrownBy(() -> ModelFile.requireSha256(file, "00ff".repeat(16)))
        .isInstanceOf(UnusableModelException.class)
        .hasMessage(
            "%s: must have SHA-256 %s but has %s; it is another model, or the file was changed",
            file, "00ff".repeat(16), sha256);
  }

  @Test
  void readsTheWholeContract(@TempDir Path folder) throws Exception {
    Path file = TestModels.dominantColor().size(6, 5).writeTo(folder);

    assertThat(ModelFile.read(file))
        .isEqualTo(
            new ModelContract(
                new ModelDescription(
                    new Contract(
                        "test-colors",
                        "test",
                        12L,
                        new Contract.Source("TestModels.java", "0".repeat(64)),
                        null,
                        new InputSpec("input", PixelType.UINT8, PixelLayout.NHWC, 6, 5),
                        new Preprocessing(
                            new Resize(Resize.Rule.EXACT, 6, 5, Resize.Filter.BILINEAR, true),
                            null,
                            Preprocessing.ChannelOrder.RGB,
                            1,
                            List.of(0.0, 0.0, 0.0),
                            List.of(1.0, 1.0, 1.0)),
                        new OutputSpec("logits", OutputSpec.Kind.LOGITS, 3, 2),
                        null),
                    new Labels(
                        List.of(
                            new Label("red", "n04962784"),
                            new Label("green", null),
                            new Label("blue", null)))),
                HexFormat.of()
                    .formatHex(
                        MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file))),
                ModelContract.ANY_BATCH));
  }

  @Test
  void readsAnInputOfAnySizeAndAnEmbedding(@TempDir Path folder) {
    Path file = TestModels.dominantColor().anySize().embedding().writeTo(folder);

    ModelContract contract = ModelFile.read(file);

    assertThat(contract.input().takesAnySize()).isTrue();
    assertThat(contract.embedding()).isEqualTo(new EmbeddingSpec("means", 3));
  }

  @Test
  void refusesOneSizeForAllWhereTheInputTakesAny(@TempDir Path folder) {
    Path file =
        TestModels.dominantColor()
            .anySize()
            .contractWith("\"crop\": null", "\"crop\": {\"height\": 4, \"width\": 4}")
            .writeTo(folder);

    assertUnusable(
        file,
        file
            + ": tagstream.contract preprocessing.crop must leave each image its own size, as the"
            + " input takes any but was {\"height\":4,\"width\":4}");
  }

  @Test
  void refusesAGraphOfOneSizeWhoseContractSaysAny(@TempDir Path folder) {
    Path file =
        TestModels.dominantColor()
            .contractWith(
                "\"NHWC\", \"height\": 4, \"width\": 4",
                "\"NHWC\", \"height\": \"any\", \"width\": \"any\"")
            .contractWith(
                "{\"rule\": \"exact\", \"height\": 4, \"width\": 4, \"filter\": \"bilinear\","
                    + " \"antialias\": true}",
                "{\"rule\": \"none\"}")
            .writeTo(folder);

    assertUnusable(
        file,
        file
            + ": by its contract the graph's input input has shape [N, N, N, 3] but it has shape"
            + " [N, 4, 4, 3]");
  }

  @Test
  void refusesAnEmbeddingThatTheGraphDoesNotGive(@TempDir Path folder) {
    Path file =
        TestModels.dominantColor()
            .contractWith(
                "\"output\": {",
                "\"embedding\": {\"name\": \"features\", \"size\": 3}, \"output\": {")
            .writeTo(folder);

    assertUnusable(
        file, file + ": the graph must have the output features of its contract but has [logits]");
  }

  @Test
  void readsTheBatchThatTheGraphFixes(@TempDir Path folder) {
    Path file = TestModels.dominantColor().float32Nchw().fixedBatch(4).writeTo(folder);

    assertThat(ModelFile.read(file).fixedBatch()).isEqualTo(4);
  }

  @Test
  void readsShortestSideAndCrop(@TempDir Path folder) {
    Path file =
        TestModels.dominantColor()
            .contractWith(
                "\"rule\": \"exact\", \"height\": 4, \"width\": 4",
                "\"rule\": \"shortest-side\", \"size\": 5")
            .contractWith("\"crop\": null", "\"crop\": {\"height\": 4, \"width\": 4}")
            .writeTo(folder);

    Preprocessing preprocessing = ModelFile.read(file).preprocessing();

    assertThat(preprocessing.resize())
        .isEqualTo(new Resize(Resize.Rule.SHORTEST_SIDE, 5, 5, Resize.Filter.BILINEAR, true));
    assertThat(preprocessing.crop()).isEqualTo(new Size(4, 4));
  }

  @Test
  void readsCropWithoutResize(@TempDir Path folder) {
    Path file =
        TestModels.dominantColor()
            .contractWith(
                "{\"rule\": \"exact\", \"height\": 4, \"width\": 4, \"filter\": \"bilinear\","
                    + " \"antialias\": true}",
                "{\"rule\": \"none\"}")
            .contractWith("\"crop\": null", "\"crop\": {\"height\": 4, \"width\": 4}")
            .writeTo(folder);

    assertThat(ModelFile.read(file).preprocessing().resize().rule()).isEqualTo(Resize.Rule.NONE);
  }

  @Test
  void readsModelWithoutLabels(@TempDir Path folder) {
    Path file = TestModels.dominantColor().labels(null).writeTo(folder);

    assertThat(ModelFile.read(file).labels().classes()).isEmpty();
  }

  @Test
  void givesAContractThatTravelsToOtherMachines(@TempDir Path folder) throws Exception {
    ModelContract contract = ModelFile.read(TestModels.dominantColor().writeTo(folder));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(contract);
    }

    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.readObject()).isEqualTo(contract);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          "input": {"name": "input"     | "input": {"name": "data"      | the graph must have one input, named data in its contract, but has [input]
          "type": "uint8"               | "type": "float32"             | by its contract the graph's input input has type FLOAT but it has type UINT8
          "NHWC", "height": 4, "width": 4 | "NCHW", "height": 4, "width": 4 | by its contract the graph's input input has shape [N, 3, 4, 4] but it has shape [N, 4, 4, 3]
          "height": 4, "width": 4       | "height": 8, "width": 4       | by its contract the graph's input input has shape [N, 8, 4, 3] but it has shape [N, 4, 4, 3]
          "output": {"name": "logits"   | "output": {"name": "softmax"  | the graph must have the output softmax of its contract but has [logits]
          """)
  void refusesContractThatTheGraphContradicts(
      String target, String replacement, String message, @TempDir Path folder) {
    Path file = TestModels.dominantColor().contractWith(target, replacement).writeTo(folder);

    assertUnusable(file, file + ": " + message);
  }

  @Test
  void refusesClassesThatTheGraphContradicts(@TempDir Path folder) {
    Path file =
        TestModels.dominantColor()
            .labels(null)
            .contractWith("\"classes\": 3", "\"classes\": 4")
            .writeTo(folder);

    assertUnusable(
        file,
        file
            + ": by its contract the graph's output logits has shape [N, 4] but it has shape [N,"
            + " 3]");
  }

  @Test
  void refusesFixedBatchThatNoBufferHolds(@TempDir Path folder) {
    Path file = TestModels.dominantColor().size(64, 64).fixedBatch(1_000_000).writeTo(folder);

    assertUnusable(
        file,
        file
            + ": a graph of fixed batch size must take 1 to 174762 images at once, each of 12288"
            + " bytes, but takes 1000000; export it with a free batch size");
  }

  @Test
  void saysHowToGiveAModelItsContract(@TempDir Path folder) {
    Path file = TestModels.dominantColor().withoutContract().writeTo(folder, "resnet50.onnx");

    assertUnusable(
        file,
        "%1$s/resnet50.onnx: carries no tagstream.contract metadata; give it one with: tagstream export --onnx %1$s/resnet50.onnx --preprocessing torchvision --out %1$s/resnet50-tagged.onnx"
            .formatted(folder));
  }

  @Test
  void refusesContractThatBreaksARule(@TempDir Path folder) {
    Path file =
        TestModels.dominantColor().contractWith("\"topK\": 2", "\"topK\": 4").writeTo(folder);

    assertUnusable(
        file,
        file + ": tagstream.contract output.topK must be a whole number from 1 to 3 but was 4");
  }

  @Test
  void refusesMissingFile(@TempDir Path folder) {
    Path file = folder.resolve("no.onnx");

    assertUnusable(file, file + ": there is no such model file");
  }

  @Test
  void refusesDirectory(@TempDir Path folder) {
    assertUnusable(folder, folder + ": a model is one .onnx file but this is a directory");
  }

  @Test
  void refusesEmptyFile(@TempDir Path folder) throws Exception {
    Path file = Files.createFile(folder.resolve("empty.onnx"));

    assertUnusable(file, file + ": the model file is empty; copy or export it again");
  }

  @Test
  void refusesFileThatIsNotOnnx(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("notes.onnx"), "to do: export the model");

    assertUnusable(file, file + ": is not an ONNX file, or is truncated; copy or export it again");
  }

  @Test
  void refusesTruncatedFile(@TempDir Path folder) throws Exception {
    byte[] whole = Files.readAllBytes(TestModels.dominantColor().writeTo(folder));
    Path file = Files.write(folder.resolve("half.onnx"), Arrays.copyOf(whole, whole.length / 2));

    assertUnusable(file, file + ": is not an ONNX file, or is truncated; copy or export it again");
  }

  @Test
  void refusesFileWhoseWeightsAreInAnotherThatIsMissing(@TempDir Path folder) {
    Path file = TestModels.dominantColor().weightsInFile("weights.bin").writeTo(folder);

    assertThatThrownBy(() -> ModelFile.read(file))
        .isInstanceOf(UnusableModelException.class)
        .hasMessageStartingWith(
            file
                + ": keeps weights in another file that is not beside it; copy that too, or export"
                + " the model as one file: External data path validation failed")
        .hasMessageContaining("weights.bin")
        .message()
        .doesNotContain("\n");
  }

  @Test
  void refusesOperatorThatOnnxRuntimeDoesNotKnow(@TempDir Path folder) {
    Path file = TestModels.dominantColor().reductionBy("ReduceMagic").writeTo(folder);

    assertThatThrownBy(() -> ModelFile.read(file))
        .isInstanceOf(UnusableModelException.class)
        .hasMessageStartingWith(file + ": ONNX Runtime 1.")
        .hasMessageContaining("cannot load it: ")
        .hasMessageContaining("ReduceMagic")
        .message()
        .doesNotContain("\n");
  }

  private static void assertUnusable(Path file, String message) {
    assertThatThrownBy(() -> ModelFile.read(file))
        .isInstanceOf(UnusableModelException.class)
        .hasMessage(message);
  }
}
