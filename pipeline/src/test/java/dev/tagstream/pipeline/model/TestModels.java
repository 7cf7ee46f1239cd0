package dev.tagstream.pipeline.model;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.tagstream.schemas.model.GoldenImages;
import dev.tagstream.schemas.model.ModelDescription;
import dev.tagstream.schemas.model.ReferenceTags;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Tiny models with known answers. Each looks at the mean of every colour of an image and has three
 * classes, {@code red}, {@code green} and {@code blue}; a class's logit is 10 times its colour's
 * mean, from 0 to 10. A purely red image so scores {@value #PURE_SCORE} for red and {@value
 * #OTHER_SCORE} for green and blue.
 *
 * <p>By default the input is uint8 NHWC, 4 by 4 pixels, in batches of any size, and the output
 * logits. Images are resized exactly to the input.
 */
public final class TestModels {

  /** The score of the colour of an image of one pure colour: e^10 / (e^10 + 2). */
  public static final float PURE_SCORE = 0.9999092f;

  /** The score of the other colours of an image of one pure colour: 1 / (e^10 + 2). */
  public static final float OTHER_SCORE = 0.0000453959f;

  private static final int OPSET = 13;
  private static final int IR_VERSION = 8;

  /** An image is purely red from this share of the full red mean on. */
  private static final float PURE = 0.98f;

  private enum Quirk {
    NONE,
    FAILS_ON_PURE_RED,
    FAILS_ALWAYS,
    NAN_ON_PURE_RED,
    NO_MEMORY_FOR_MORE_THAN_TWO
  }

  private final Quirk quirk;
  private boolean float32Nchw;
  private boolean probabilities;
  private boolean sigmoid;
  private boolean trailingOnes;
  private boolean embedding;
  private int fixedBatch;
  private int height = 4;
  private int width = 4;
  private @Nullable String contract;
  private @Nullable String labels =
      """
      [{"name": "red", "wnid": "n04962784"}, {"name": "green", "wnid": null}, {"name": "blue"}]""";
  private GoldenImages golden = GoldenImages.NONE;
  private @Nullable ReferenceTags reference;
  private boolean withContract = true;
  private String reduction = "ReduceMean";
  private @Nullable String weightsFile;

  private TestModels(Quirk quirk) {
    this.quirk = quirk;
  }

  /** Tells which colour an image has most of. */
  public static TestModels dominantColor() {
    return new TestModels(Quirk.NONE);
  }

  /** As {@link #dominantColor}, but ONNX Runtime fails on a batch with a purely red image. */
  public static TestModels failsOnPureRed() {
    return new TestModels(Quirk.FAILS_ON_PURE_RED);
  }

  /** Loads, but ONNX Runtime fails on every image. */
  public static TestModels failsAlways() {
    return new TestModels(Quirk.FAILS_ALWAYS);
  }

  /** As {@link #dominantColor}, but a purely red image's logits are NaN. */
  public static TestModels nanOnPureRed() {
    return new TestModels(Quirk.NAN_ON_PURE_RED);
  }

  /** As {@link #dominantColor}, but ONNX Runtime finds no memory for more than two images. */
  public static TestModels noMemoryForMoreThanTwo() {
    return new TestModels(Quirk.NO_MEMORY_FOR_MORE_THAN_TWO);
  }

  /** Takes float32 NCHW, each channel from 0 to 1, instead of uint8 NHWC. */
  public TestModels float32Nchw() {
    float32Nchw = true;
    return this;
  }

  /** Ends in softmax, in an output named {@code probabilities}. */
  public TestModels probabilities() {
    probabilities = true;
    return this;
  }

  /**
   * Ends in a sigmoid, in an output named {@code sigmoid}: a color that is not there scores 0.5.
   */
  public TestModels sigmoid() {
    sigmoid = true;
    return this;
  }

  /** Gives [N, 3, 1, 1] instead of [N, 3]. */
  public TestModels trailingOnes() {
    trailingOnes = true;
    return this;
  }

  /** Takes batches of one size only. */
  public TestModels fixedBatch(int images) {
    fixedBatch = images;
    return this;
  }

  /** Takes images of another size than 4 by 4. */
  public TestModels size(int height, int width) {
    this.height = height;
    this.width = width;
    return this;
  }

  /** Takes images of any size, as they are. */
  public TestModels anySize() {
    return size(0, 0);
  }

  /** Gives the means, too, as its embedding. */
  public TestModels embedding() {
    embedding = true;
    return this;
  }

  /** Carries this text as its contract instead of the right one. */
  public TestModels contract(String json) {
    contract = json;
    return this;
  }

  /** Carries its contract with one piece of text replaced, which must occur in it. */
  public TestModels contractWith(String target, String replacement) {
    String right = contract == null ? contract() : contract;
    if (!right.contains(target)) {
      throw new IllegalArgumentException(target + " does not occur in " + right);
    }
    contract = right.replace(target, replacement);
    return this;
  }

  /** Carries no contract. */
  public TestModels withoutContract() {
    withContract = false;
    return this;
  }

  /** Carries this text as its labels; null for none. */
  public TestModels labels(@Nullable String json) {
    labels = json;
    return this;
  }

  /** Carries images with answers. */
  public TestModels golden(GoldenImages images) {
    golden = images;
    return this;
  }

  /** With the tags of images like those that it will see. */
  public TestModels reference(ReferenceTags tags) {
    reference = tags;
    return this;
  }

  /** Says that its weights are in another file beside it, which is not written. */
  public TestModels weightsInFile(String fileName) {
    weightsFile = fileName;
    return this;
  }

  /** Makes a colour's mean with another operator than ReduceMean. */
  public TestModels reductionBy(String operator) {
    reduction = operator;
    return this;
  }

  /** Writes the model to {@code model.onnx} in a folder. */
  public Path writeTo(Path folder) {
    return writeTo(folder, "model.onnx");
  }

  /** Writes the model to a file in a folder. */
  public Path writeTo(Path folder, String fileName) {
    try {
      return Files.write(folder.resolve(fileName), model().toByteArray());
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
  }

  private ModelProto model() {
    ModelProto.Builder model =
        ModelProto.newBuilder()
            .setIrVersion(IR_VERSION)
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
            .setGraph(graph());
    if (withContract) {
      model.addMetadataProps(entry("tagstream.contract", contract == null ? contract() : contract));
    }
    if (labels != null) {
      model.addMetadataProps(entry("tagstream.labels", labels));
    }
    golden.entries().forEach((key, value) -> model.addMetadataProps(entry(key, value)));
    if (reference != null) {
      model.addMetadataProps(entry(ModelDescription.REFERENCE_KEY, reference.toJson().toString()));
    }
    return model.build();
  }

  private static StringStringEntryProto entry(String key, String value) {
    return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
  }

  private String contract() {
    return """
        {
          "version": %d,
          "name": "test-colors",
          "architecture": "test",
          "parameters": 12,
          "source": {"file": "TestModels.java", "sha256": "%s"},
          "input": {"name": "input", "type": "%s", "layout": "%s", "height": %s, "width": %s},
          "preprocessing": {
            "resize": %s,
            "crop": null,
            "channelOrder": "RGB",
            "scale": %s,
            "mean": [0.0, 0.0, 0.0],
            "std": [1.0, 1.0, 1.0]
          },
          "output": {"name": "%s", "kind": "%s", "classes": 3, "topK": 2}%s
        }"""
        .formatted(
            height == 0 ? 2 : 1,
            "0".repeat(64),
            float32Nchw ? "float32" : "uint8",
            float32Nchw ? "NCHW" : "NHWC",
            height == 0 ? "\"any\"" : height,
            width == 0 ? "\"any\"" : width,
            resize(),
            float32Nchw ? 1 / 255.0 : 1,
            outputName(),
            outputName(),
            embedding ? ", \"embedding\": {\"name\": \"means\", \"size\": 3}" : "");
  }

  private String resize() {
    return height == 0
        ? "{\"rule\": \"none\"}"
        : "{\"rule\": \"exact\", \"height\": %d, \"width\": %d, \"filter\": \"bilinear\", \"antialias\": true}"
            .formatted(height, width);
  }

  private String outputName() {
    if (sigmoid) {
      return "sigmoid";
    }
    return probabilities ? "probabilities" : "logits";
  }

  private GraphProto graph() {
    GraphProto.Builder graph = GraphProto.newBuilder().setName("colors");
    graph.addInput(
        tensor(
            "input",
            float32Nchw ? TensorProto.DataType.FLOAT : TensorProto.DataType.UINT8,
            inputShape()));
    graph.addNode(
        node("Cast", "pixels", "input")
            .addAttribute(whole("to", TensorProto.DataType.FLOAT_VALUE)));
    graph.addNode(
        node(reduction, "means", "pixels")
            .addAttribute(whole("keepdims", 0))
            .addAttribute(wholes("axes", float32Nchw ? new long[] {2, 3} : new long[] {1, 2})));
    graph.addInitializer(weights(10 / fullMean()));
    graph.addNode(node("MatMul", "colors", "means", "weights"));
    addQuirk(graph);
    String last = quirk == Quirk.NONE ? "colors" : "quirky";
    if (trailingOnes) {
      graph.addInitializer(wholeNumbers("with_ones", 0, 3, 1, 1));
      graph.addNode(node("Reshape", "shaped", last, "with_ones"));
      last = "shaped";
    }
    graph.addNode(lastNode(last));
    long[] outputShape =
        trailingOnes ? new long[] {fixedBatch, 3, 1, 1} : new long[] {fixedBatch, 3};
    graph.addOutput(tensor(outputName(), TensorProto.DataType.FLOAT, outputShape));
    if (embedding) {
      graph.addOutput(tensor("means", TensorProto.DataType.FLOAT, new long[] {fixedBatch, 3}));
    }
    return graph.build();
  }

  private NodeProto.Builder lastNode(String input) {
    if (sigmoid) {
      return node("Sigmoid", outputName(), input);
    }
    return probabilities
        ? node("Softmax", outputName(), input).addAttribute(whole("axis", 1))
        : node("Identity", outputName(), input);
  }

  private long[] inputShape() {
    return float32Nchw
        ? new long[] {fixedBatch, 3, height, width}
        : new long[] {fixedBatch, height, width, 3};
  }

  /** The mean of a colour that fills the image. */
  private float fullMean() {
    return float32Nchw ? 1 : 255;
  }

  /** Adds to the colours 0 for a usual image, and something impossible for a purely red one. */
  private void addQuirk(GraphProto.Builder graph) {
    if (quirk == Quirk.NONE) {
      return;
    }
    if (quirk == Quirk.NO_MEMORY_FOR_MORE_THAN_TWO) {
      addHugeTensor(graph);
      return;
    }
    graph.addInitializer(wholeNumbers("red_column", 0));
    graph.addNode(node("Gather", "red", "means", "red_column").addAttribute(whole("axis", 1)));
    graph.addInitializer(numbers("pure_red", quirk == Quirk.FAILS_ALWAYS ? 0 : PURE * fullMean()));
    if (quirk != Quirk.NAN_ON_PURE_RED) {
      // looks up 0 in a table of one entry, or 1, which is not in it
      graph.addNode(node("GreaterOrEqual", "is_pure_red", "red", "pure_red"));
      graph.addNode(
          node("Cast", "index", "is_pure_red")
              .addAttribute(whole("to", TensorProto.DataType.INT64_VALUE)));
      graph.addInitializer(numbers("table", 0));
      graph.addNode(node("Gather", "extra", "table", "index"));
    } else {
      // 0 times the logarithm of what is missing to pure red: NaN where that is negative
      graph.addNode(node("Sub", "missing", "pure_red", "red"));
      graph.addNode(node("Log", "logarithm", "missing"));
      graph.addInitializer(numbers("zero", 0));
      graph.addNode(node("Mul", "extra", "logarithm", "zero"));
    }
    graph.addNode(node("Add", "quirky", "colors", "extra"));
  }

  /** The mean of one zero, or for more than two images of more than addresses can name. */
  private static void addHugeTensor(GraphProto.Builder graph) {
    graph.addNode(node("Shape", "shape", "means"));
    graph.addInitializer(wholeNumbers("first", 0));
    graph.addNode(node("Gather", "images", "shape", "first"));
    graph.addInitializer(wholeNumbers("two", 2));
    graph.addNode(node("Greater", "many", "images", "two"));
    graph.addInitializer(wholeNumbers("huge", 1L << 46));
    graph.addInitializer(wholeNumbers("one", 1));
    graph.addNode(node("Where", "size", "many", "huge", "one"));
    graph.addInitializer(numbers("zero", 0));
    graph.addNode(node("Expand", "zeros", "zero", "size"));
    graph.addNode(
        node("ReduceMean", "extra", "zeros")
            .addAttribute(whole("keepdims", 1))
            .addAttribute(wholes("axes", 0)));
    graph.addNode(node("Add", "quirky", "colors", "extra"));
  }

  private static NodeProto.Builder node(String operator, String output, String... inputs) {
    return NodeProto.newBuilder()
        .setName(operator.toLowerCase(Locale.ROOT) + "_" + output)
        .setOpType(operator)
        .addAllInput(List.of(inputs))
        .addOutput(output);
  }

  private static AttributeProto whole(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }

  private static AttributeProto wholes(String name, long... values) {
    AttributeProto.Builder attribute =
        AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
    for (long value : values) {
      attribute.addInts(value);
    }
    return attribute.build();
  }

  /** The weights: 3 by 3, {@code scale} times the identity. */
  private TensorProto weights(float scale) {
    TensorProto.Builder weights =
        TensorProto.newBuilder()
            .setName("weights")
            .setDataType(TensorProto.DataType.FLOAT_VALUE)
            .addDims(3)
            .addDims(3);
    if (weightsFile != null) {
      return weights
          .setDataLocation(TensorProto.DataLocation.EXTERNAL)
          .addExternalData(entry("location", weightsFile))
          .build();
    }
    return weights.addAllFloatData(List.of(scale, 0f, 0f, 0f, scale, 0f, 0f, 0f, scale)).build();
  }

  private static TensorProto numbers(String name, float value) {
    return TensorProto.newBuilder()
        .setName(name)
        .setDataType(TensorProto.DataType.FLOAT_VALUE)
        .addDims(1)
        .addFloatData(value)
        .build();
  }

  private static TensorProto wholeNumbers(String name, long... values) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(TensorProto.DataType.INT64_VALUE)
            .addDims(values.length);
    for (long value : values) {
      tensor.addInt64Data(value);
    }
    return tensor.build();
  }

  /** A tensor whose first dimension is free where it is 0. */
  private static ValueInfoProto tensor(String name, TensorProto.DataType type, long[] shape) {
    TensorShapeProto.Builder dimensions = TensorShapeProto.newBuilder();
    for (long size : shape) {
      TensorShapeProto.Dimension.Builder dimension = dimensions.addDimBuilder();
      if (size == 0) {
        dimension.setDimParam("N" + dimensions.getDimCount());
      } else {
        dimension.setDimValue(size);
      }
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder()
                        .setElemType(type.getNumber())
                        .setShape(dimensions)))
        .build();
  }
}
