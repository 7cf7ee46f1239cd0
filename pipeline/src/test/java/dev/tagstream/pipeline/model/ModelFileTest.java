package dev.tagstream.pipeline.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagstream.pipeline.image.ElementType;
import dev.tagstream.pipeline.image.PixelLayout;
import dev.tagstream.pipeline.image.Preprocessing;
import dev.tagstream.pipeline.image.Resize;
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
            "%s: must have SHA-256 %s but has %s; it is not the model that was meant, or was changed",
            file, "00ff".repeat(16), sha256);
  }

  @Test
  void readsTheWholeContract(@TempDir Path folder) throws Exception {
    Path file = TestModels.dominantColor().size(6, 5).writeTo(folder);

    assertThat(ModelFile.read(file))
        .isEqualTo(
            new ModelContract(
                "test-colors",
                HexFormat.of()
                    .formatHex(
                        MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file))),
                new InputSpec("input", ElementType.UINT8, PixelLayout.NHWC, 6, 5, 0),
                new Preprocessing(
                    new Resize(Resize.Rule.EXACT, 5, 6, Resize.Filter.BILINEAR, true),
                    null,
                    Preprocessing.ChannelOrder.RGB,
                    1,
                    List.of(0.0, 0.0, 0.0),
                    List.of(1.0, 1.0, 1.0)),
                new OutputSpec("logits", OutputSpec.Kind.LOGITS, 3, 2),
                null,
                new Labels(
                    List.of(
                        new Labels.Label("red", "n04962784"),
                        new Labels.Label("green", null),
                        new Labels.Label("blue", null)))));
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
            + ": tagstream.contract preprocessing.crop must leave each picture its own size, as the"
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
                "{\"rule\": \"exact\", \"height\": 4, \"width\": 4, \"filter\": \"bilinear\", \"antialias\": true}",
                "{\"rule\": \"none\"}")
            .writeTo(folder);

    assertUnusable(
        file,
        file
            + ": by its contract the graph's input input has shape [N, N, N, 3] but it has shape [N, 4, 4, 3]");
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

    assertThat(ModelFile.read(file).input())
        .isEqualTo(new InputSpec("input", ElementType.FLOAT32, PixelLayout.NCHW, 4, 4, 4));
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
    assertThat(preprocessing.crop()).hasToString("Crop[width=4, height=4]");
  }

  @Test
  void readsCropWithoutResize(@TempDir Path folder) {
    Path file =
        TestModels.dominantColor()
            .contractWith(
                "{\"rule\": \"exact\", \"height\": 4, \"width\": 4, \"filter\": \"bilinear\", \"antialias\": true}",
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
          "version": 1        | "version": 3          | version must be 1 or 2, which this Tagstream knows; update it but was 3
          "version": 1        | "version": "1"        | version must be a whole number from 0 on but was "1"
          "name": "test-colors" | "name": ""          | name must be a text that is not empty but was ""
          "type": "uint8"     | "type": "float16"     | input.type must be one of uint8, float32 but was "float16"
          "layout": "NHWC"    | "layout": "nhwc"      | input.layout must be one of NCHW, NHWC but was "nhwc"
          "NHWC", "height": 4 | "NHWC", "height": 0   | input.height must be a whole number from 1 to 8192 but was 0
          "NHWC", "height": 4 | "NHWC", "height": 4.5 | input.height must be a whole number from 1 to 8192 but was 4.5
          "NHWC", "height": 4 | "NHWC", "high": 4     | input.high is not a field of the format; it must not be there but was 4
          "rule": "exact"     | "rule": "fit"         | preprocessing.resize.rule must be one of shortest-side, exact, none but was "fit"
          "exact", "height": 4 | "exact", "height": 5 | preprocessing.resize must end in the input's height 4 and width 4, by a crop or an exact resize but was {"rule":"exact","height":5,"width":4,"filter":"bilinear","antialias":true}
          "crop": null        | "crop": {"height": 2, "width": 4} | preprocessing.crop must end in the input's height 4 and width 4, by a crop or an exact resize but was {"height":2,"width":4}
          "filter": "bilinear" | "filter": "cubic"    | preprocessing.resize.filter must be one of nearest, box, bilinear, bicubic, lanczos but was "cubic"
          "antialias": true   | "antialias": "yes"    | preprocessing.resize.antialias must be true or false but was "yes"
          "crop"              | "Crop"                | preprocessing.Crop is not a field of the format; it must not be there but was null
          "RGB"               | "GBR"                 | preprocessing.channelOrder must be one of RGB, BGR but was "GBR"
          "scale": 1.0        | "scale": 0            | preprocessing.scale must be above 0 but was 0
          "scale": 1.0        | "scale": 1e999        | preprocessing.scale must be a number but was "Infinity"
          "mean": [0.0, 0.0, 0.0] | "mean": [0.0, 0.0] | preprocessing.mean must be 3 numbers but was [0.0,0.0]
          "std": [1.0, 1.0, 1.0] | "std": [1.0, 0.0, 1.0] | preprocessing.std must not be 0 but was [1.0,0.0,1.0]
          "kind": "logits"    | "kind": "scores"      | output.kind must be one of logits, probabilities but was "scores"
          "classes": 3        | "classes": 2000000    | output.classes must be a whole number from 1 to 1000000 but was 2000000
          "topK": 2           | "topK": 4             | output.topK must be a whole number from 1 to 3 but was 4
          "topK": 2           | "top": 2              | output.top is not a field of the format; it must not be there but was 2
          , "topK": 2         | ~~                    | output.topK must be a whole number from 1 to 3 but was absent
          "output": {         | "outputs": {          | output must be an object but was absent
          "output": {         | "embedding": {"name": "means", "size": 0}, "output": { | embedding.size must be a whole number from 1 to 1048576 but was 0
          "output": {         | "embedding": {"name": "means"}, "output": { | embedding.size must be a whole number from 1 to 1048576 but was absent
          "NHWC", "height": 4 | "NHWC", "height": "any" | input.height must be a whole number from 1 to 8192 but was "any"
          """)
  void refusesContractThatBreaksARule(
      String target, String replacement, String message, @TempDir Path folder) {
    Path file = TestModels.dominantColor().contractWith(target, replacement).writeTo(folder);

    assertUnusable(file, file + ": tagstream.contract " + message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          [{"name": "red"}]                                    | tagstream.labels must name all 3 classes of the output but names 1
          {"0": "red"}                                         | tagstream.labels must be an array but was {"0":"red"}
          ["red", "green", "blue"]                             | tagstream.labels[0] must be an object but was "red"
          [{"name": "red"}, {"name": "green"}, {"wnid": "n1"}] | tagstream.labels[2] name must be a text that is not empty but was absent
          [{"name": "red"}, {"name": "green"}                  | tagstream.labels is not valid JSON: Unexpected end-of-input: expected close marker for Array (start marker at [Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled); line: 1, column: 1])
          """)
  void refusesLabelsThatBreakARule(String labels, String message, @TempDir Path folder) {
    Path file = TestModels.dominantColor().labels(labels).writeTo(folder);

    assertUnusable(file, file + ": " + message);
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
            + ": by its contract the graph's output logits has shape [N, 4] but it has shape [N, 3]");
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
  void refusesContractThatIsNotJson(@TempDir Path folder) {
    Path file = TestModels.dominantColor().contract("version: 1").writeTo(folder);

    assertUnusable(
        file,
        file
            + ": tagstream.contract is not valid JSON: Unrecognized token 'version': was expecting"
            + " (JSON String, Number, Array, Object or token 'null', 'true' or 'false')");
  }

  @Test
  void refusesContractThatSaysAThingTwice(@TempDir Path folder) {
    Path file =
        TestModels.dominantColor()
            .contractWith("\"topK\": 2", "\"topK\": 2, \"topK\": 3")
            .writeTo(folder);

    assertUnusable(file, file + ": tagstream.contract is not valid JSON: Duplicate field 'topK'");
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

    assertUnusable(
        file,
        file + ": is not an ONNX file, or only the beginning of one; copy or export it again");
  }

  @Test
  void refusesTruncatedFile(@TempDir Path folder) throws Exception {
    byte[] whole = Files.readAllBytes(TestModels.dominantColor().writeTo(folder));
    Path file = Files.write(folder.resolve("half.onnx"), Arrays.copyOf(whole, whole.length / 2));

    assertUnusable(
        file,
        file + ": is not an ONNX file, or only the beginning of one; copy or export it again");
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
