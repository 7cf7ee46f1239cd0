package dev.tagstream.export;

import static dev.tagstream.export.ForeignGraph.ANY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.tagstream.export.AdoptRequest.StatedGraph;
import dev.tagstream.export.problem.ExportException;
import dev.tagstream.schemas.model.Contract;
import dev.tagstream.schemas.model.InputSpec;
import dev.tagstream.schemas.model.OutputSpec;
import dev.tagstream.schemas.model.OutputSpec.Kind;
import dev.tagstream.schemas.model.PixelLayout;
import dev.tagstream.schemas.model.PixelType;
import dev.tagstream.schemas.model.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AdoptModelTest {

  private final Path file;
  private final Path out;

  AdoptModelTest(@TempDir Path folder) {
    this.file = folder.resolve("foreign.onnx");
    this.out = folder.resolve("adopted.onnx");
  }

  @Test
  void readsAKerasGraphAsNhwcWithProbabilities() throws IOException {
    new ForeignGraph()
        .input("input_1", DataType.FLOAT, ANY, 96, 128, 3)
        .node("Transpose", "nchw")
        .with("perm", 0, 3, 1, 2)
        .features()
        .scores()
        .node("Softmax", "softmax")
        .node("Identity", "predictions")
        .output("predictions", ANY, 5)
        .write(file);

    Contract contract = adopt("keras");

    assertThat(contract.input())
        .isEqualTo(new InputSpec("input_1", PixelType.FLOAT32, PixelLayout.NHWC, 96, 128));
    assertThat(contract.output())
        .isEqualTo(new OutputSpec("predictions", Kind.PROBABILITIES, 5, 5));
    assertThat(contract.preprocessing().resize().height()).isEqualTo(96);
    assertThat(contract.preprocessing().resize().width()).isEqualTo(128);
    assertThat(contract.preprocessing().mean()).containsExactly(103.939, 116.779, 123.68);
  }

  @Test
  void readsUint8PixelsAndLogits() throws IOException {
    new ForeignGraph()
        .input("pixels", DataType.UINT8, 1, 3, 32, 32)
        .castToFloat("floats")
        .features()
        .scores()
        .output("scores", 1, 5)
        .write(file);

    Contract contract = adopt("torchvision");

    assertThat(contract.input())
        .isEqualTo(new InputSpec("pixels", PixelType.UINT8, PixelLayout.NCHW, 32, 32));
    assertThat(contract.output()).isEqualTo(new OutputSpec("scores", Kind.LOGITS, 5, 5));
    // 32 * 256 / 224, rounded
    assertThat(contract.preprocessing().resize().height()).isEqualTo(37);
  }

  @Test
  void takesADynamicSizeFor224() throws IOException {
    nchw(DataType.FLOAT, ANY, 3, ANY, ANY).scores().output("scores", ANY, ANY).write(file);

    assertThat(adopt("torchvision").input())
        .isEqualTo(new InputSpec("pixels", PixelType.FLOAT32, PixelLayout.NCHW, 224, 224));
  }

  @Test
  void tellsTheClassesFromTheLastLayersWeights() throws IOException {
    nchw(DataType.FLOAT, ANY, 3, 32, 32)
        .scores()
        .node("Softmax", "softmax")
        .output("softmax", ANY, ANY)
        .write(file);

    assertThat(adopt("torchvision").output())
        .isEqualTo(new OutputSpec("softmax", Kind.PROBABILITIES, 5, 5));
  }

  @Test
  void tellsIndependentLabelsFromASigmoidAndTakesTheirThresholds() throws IOException {
    nchw(DataType.FLOAT, ANY, 3, 32, 32)
        .scores()
        .node("Sigmoid", "sigmoid")
        .output("sigmoid", ANY, 5)
        .write(file);
    Path thresholds = Files.writeString(file.resolveSibling("thresholds.json"), "{\"3\": 0.35}");

    assertThat(adopt("torchvision").output())
        .isEqualTo(new OutputSpec("sigmoid", Kind.SIGMOID, 5, 5));
    AdoptRequest request =
        AdoptRequest.builder(file, "torchvision", out).thresholds(thresholds).build();
    assertThat(AdoptModel.adopt(request).output().thresholds())
        .containsExactly(0.5, 0.5, 0.5, 0.35, 0.5);
  }

  @Test
  void tellsTheClassesFromTheLabelsWhereTheGraphDoesNot() throws IOException {
    nchw(DataType.FLOAT, ANY, 3, 32, 32).node("Hardmax", "scores").output("scores").write(file);

    refuses(
        "torchvision",
        "the output scores does not fix its number of classes; give --labels or output.classes in"
            + " the preprocessing file");
    Path labels = Files.writeString(file.resolveSibling("labels.txt"), "ant\nbat\ncat\ndog\n");
    Contract contract =
        AdoptModel.adopt(
            AdoptRequest.builder(file, "torchvision", out)
                .labels(labels.toString())
                .graph(new StatedGraph(null, null, Kind.LOGITS, null, null, null))
                .build());
    assertThat(contract.output()).isEqualTo(new OutputSpec("scores", Kind.LOGITS, 4, 4));
  }

  @Test
  void takesTheOutputThatIsAskedForAmongSeveral() throws IOException {
    nchw(DataType.FLOAT, ANY, 3, 32, 32)
        .scores()
        .output("features", ANY, 4)
        .output("scores", ANY, 5)
        .write(file);

    refuses(
        "torchvision",
        "has the outputs features [?, 4], scores [?, 5]; choose one with --output-name NAME");
    Contract contract =
        AdoptModel.adopt(
            AdoptRequest.builder(file, "torchvision", out)
                .graph(StatedGraph.withOutput("scores"))
                .build());
    assertThat(contract.output().name()).isEqualTo("scores");
  }

  @Test
  void takesTheOutputAsWideAsTheLabelsAmongSeveral() throws IOException {
    nchw(DataType.FLOAT, ANY, 3, 32, 32)
        .scores()
        .output("features", ANY, 4)
        .output("scores", ANY, 5)
        .write(file);
    Path labels = Files.writeString(file.resolveSibling("labels.txt"), "a\nb\nc\nd\ne\n");

    Contract contract =
        AdoptModel.adopt(
            AdoptRequest.builder(file, "torchvision", out).labels(labels.toString()).build());

    assertThat(contract.output().name()).isEqualTo("scores");
  }

  @Test
  void statedFieldsOverrideWhatTheGraphLeavesOpen() throws IOException {
    nchw(DataType.FLOAT, ANY, ANY, ANY, ANY).scores().output("scores", ANY, 5).write(file);
    Path stated = file.resolveSibling("stated.json");
    Files.writeString(
        stated,
        """
        {"name": "mine", "input": {"layout": "NCHW"}, "output": {"kind": "probabilities", "topK": 2},
         "preprocessing": {"resize": {"rule": "exact", "height": 40, "width": 48, "filter": "bicubic",
           "antialias": true}, "channelOrder": "BGR", "scale": 1, "mean": [0, 0, 0], "std": [1, 1, 1]}}
        """);

    Contract contract = adopt(stated.toString());

    assertThat(contract.name()).isEqualTo("mine");
    assertThat(contract.input())
        .isEqualTo(new InputSpec("pixels", PixelType.FLOAT32, PixelLayout.NCHW, 40, 48));
    assertThat(contract.output())
        .isEqualTo(new OutputSpec("scores_softmax", Kind.PROBABILITIES, 5, 2));
  }

  @Test
  void keepsTheRestOfTheFileAndReplacesAnEarlierContract() throws IOException {
    nchw(DataType.FLOAT, ANY, 3, 32, 32).scores().output("scores", ANY, 5).write(file);
    ModelProto before = ModelProto.parseFrom(Files.readAllBytes(file));

    adopt("torchvision");
    AdoptModel.adopt(AdoptRequest.of(out, "keras", out));

    ModelProto after = ModelProto.parseFrom(Files.readAllBytes(out));
    assertThat(after.getGraph()).isEqualTo(before.getGraph());
    assertThat(after.getMetadataPropsList())
        .extracting("key")
        .containsExactly("author", "tagstream.contract", "tagstream.golden");
    assertThat(after.getMetadataProps(1).getValue()).contains("\"channelOrder\":\"BGR\"");
  }

  @Test
  void convertsToFloat16WhenAsked() throws IOException {
    nchw(DataType.FLOAT, ANY, 3, 32, 32).scores().output("scores", ANY, 5).write(file);

    Contract contract = AdoptModel.adopt(inFloat16());

    assertThat(contract.precision()).isEqualTo(Precision.FLOAT16);
    assertThat(ModelProto.parseFrom(Files.readAllBytes(out)).getGraph().getInitializerList())
        .filteredOn(tensor -> tensor.getName().startsWith("filters"))
        .singleElement()
        .satisfies(
            filters -> assertThat(filters.getDataType()).isEqualTo(DataType.FLOAT16.getNumber()));
  }

  @Test
  void refusesFloat16WhereNoLayerIsForIt() throws IOException {
    new ForeignGraph()
        .input("pixels", DataType.FLOAT, ANY, 3, 32, 32)
        .node("ReduceMean", "mean")
        .with("axes", 2, 3)
        .node("Flatten", "scores")
        .output("scores", ANY, 3)
        .write(file);

    assertThatThrownBy(() -> AdoptModel.adopt(inFloat16()))
        .isInstanceOf(ExportException.class)
        .hasMessage("the model has no float32 layer to convert to float16");
    assertThat(out).doesNotExist();
  }

  @Test
  void refusesALayoutThatCannotBeTold() throws IOException {
    nchw(DataType.FLOAT, ANY, ANY, ANY, ANY).scores().output("scores", ANY, 5).write(file);

    refuses(
        "torchvision",
        "the input pixels is [?, ?, ?, ?], which fits both NCHW and NHWC; set --layout nchw or"
            + " --layout nhwc");
  }

  @Test
  void refusesAnInputThatIsNoImage() throws IOException {
    nchw(DataType.FLOAT, ANY, 1, 28, 28).scores().output("scores", ANY, 5).write(file);

    refuses(
        "torchvision",
        "the input pixels must have 3 colors in dimension 2 or 4 but is [?, 1, 28, 28]");
  }

  @Test
  void castsForGraphsOfFloat16AndDouble() throws IOException {
    for (DataType type : new DataType[] {DataType.FLOAT16, DataType.DOUBLE}) {
      new ForeignGraph()
          .input("pixels", type, ANY, 3, 32, 32)
          .castToFloat("floats")
          .features()
          .scores()
          .cast("rounded", type)
          .output("rounded", type, ANY, 5)
          .write(file);

      Contract contract = adopt("torchvision");

      assertThat(contract.input())
          .isEqualTo(new InputSpec("pixels_float32", PixelType.FLOAT32, PixelLayout.NCHW, 32, 32));
      assertThat(contract.output()).isEqualTo(new OutputSpec("rounded_float32", Kind.LOGITS, 5, 5));
      assertThat(OnnxRun.of(out, new float[3 * 32 * 32], 1, 32)[0]).containsOnly(0);
    }
  }

  @Test
  void takesLayoutAndSizeFromTheUserWhereTheGraphLeavesAllOpen() throws IOException {
    nchw(DataType.FLOAT, ANY, ANY, ANY, ANY).scores().output("scores", ANY, 5).write(file);

    AdoptRequest request =
        AdoptRequest.builder(file, "torchvision", out)
            .graph(new StatedGraph(PixelLayout.NCHW, 64, null, null, null, null))
            .build();

    assertThat(AdoptModel.adopt(request).input())
        .isEqualTo(new InputSpec("pixels", PixelType.FLOAT32, PixelLayout.NCHW, 64, 64));
  }

  @Test
  void refusesASizeThatTheGraphDoesNotTake() throws IOException {
    nchw(DataType.FLOAT, ANY, 3, 32, 32).scores().output("scores", ANY, 5).write(file);

    assertThatThrownBy(
            () ->
                AdoptModel.adopt(
                    AdoptRequest.builder(file, "torchvision", out)
                        .graph(new StatedGraph(null, 64, null, null, null, null))
                        .build()))
        .isInstanceOf(ExportException.class)
        .hasMessage("torchvision: the input is 32x32, not 64x64 as stated");
  }

  @Test
  void refusesImagesOfAbsurdSize() throws IOException {
    nchw(DataType.FLOAT, ANY, 3, 1L << 40, 32).scores().output("scores", ANY, 5).write(file);

    refuses(
        "torchvision",
        "the input pixels takes at most 8192 pixels a side but is [?, 3, 1099511627776, 32]");
  }

  @Test
  void refusesASoftmaxOverTheImagesOfABatch() throws IOException {
    nchw(DataType.FLOAT, ANY, 3, 32, 32)
        .scores()
        .node("Softmax", "softmax")
        .along(0)
        .output("softmax", ANY, 5)
        .write(file);

    assertThatThrownBy(() -> adopt("torchvision"))
        .isInstanceOf(ExportException.class)
        .hasMessage(
            "the model was not written: its output softmax for an image depends on the other images"
                + " of a batch; export its graph for inference, and its softmax over the classes");
    assertThat(out).doesNotExist();
  }

  @Test
  void doesNotFollowAGraphInCircles() throws IOException {
    nchw(DataType.FLOAT, ANY, 3, 32, 32)
        .after("round")
        .node("Identity", "round")
        .output("round", ANY, ANY)
        .write(file);

    refuses(
        "torchvision",
        "the output round does not fix its number of classes; give --labels or output.classes in"
            + " the preprocessing file");
  }

  @Test
  void refusesTwoInputs() throws IOException {
    nchw(DataType.FLOAT, ANY, 3, 32, 32)
        .scores()
        .input("mask", DataType.FLOAT, 1)
        .output("scores", ANY, 5)
        .write(file);

    refuses("torchvision", "must have one input, for images, but has 2: [pixels, mask]");
  }

  @Test
  void refusesAnOutputThatIsNoRowOfScores() throws IOException {
    nchw(DataType.FLOAT, ANY, 3, 32, 32).output("conv", ANY, 4, 30, 30).write(file);

    refuses("torchvision", "the output conv must be [batch, classes] but is [?, 4, 30, 30]");
  }

  @Test
  void refusesAFileCutShort() throws IOException {
    nchw(DataType.FLOAT, ANY, 3, 32, 32).scores().output("scores", ANY, 5).write(file);
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length - 10));

    assertThatThrownBy(() -> adopt("torchvision"))
        .isInstanceOf(ExportException.class)
        .hasMessageStartingWith(file + ": is not a whole ONNX file: ");
  }

  @Test
  void refusesAPreprocessingOfAnotherSize() throws IOException {
    nchw(DataType.FLOAT, ANY, 3, 32, 32).scores().output("scores", ANY, 5).write(file);
    Path stated = file.resolveSibling("stated.json");
    Files.writeString(
        stated,
        """
        {"resize": {"rule": "none"}, "crop": {"height": 64, "width": 48},
         "channelOrder": "RGB", "scale": 1, "mean": [0, 0, 0], "std": [1, 1, 1]}
        """);

    assertThatThrownBy(() -> adopt(stated.toString()))
        .isInstanceOf(ExportException.class)
        .hasMessage(stated + ": preprocessing produces images of 48x64 but the input is 32x32");
  }

  private static ForeignGraph nchw(DataType type, long... sizes) {
    return new ForeignGraph().input("pixels", type, sizes).features();
  }

  private AdoptRequest inFloat16() {
    return AdoptRequest.builder(file, "torchvision", out)
        .graph(new StatedGraph(null, null, Kind.LOGITS, null, null, null))
        .precision(Precision.FLOAT16)
        .build();
  }

  private Contract adopt(String preprocessing) {
    return AdoptModel.adopt(AdoptRequest.of(file, preprocessing, out));
  }

  private void refuses(String preprocessing, String problem) {
    assertThatThrownBy(() -> adopt(preprocessing))
        .isInstanceOf(ExportException.class)
        .hasMessage(file + ": " + problem);
    assertThat(out).doesNotExist();
  }
}
