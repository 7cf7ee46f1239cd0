package dev.tagstream.export.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.tagstream.export.problem.ExportException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Determines the layout of an output: which numbers belong to one image, and how many. */
final class ScoreRows {

  /** Nodes after the last layer that do not change the number of scores. */
  private static final Set<String> WIDTH_KEEPING =
      Set.of(
          "Softmax",
          "LogSoftmax",
          "Sigmoid",
          "Add",
          "Identity",
          "Reshape",
          "Flatten",
          "Squeeze",
          "Cast",
          "DequantizeLinear",
          "QuantizeLinear",
          "GlobalAveragePool",
          "Relu");

  /** The number of classes does not depend on the size of the images. */
  private static final int ANY_SIDE = 224;

  /**
   * The shape that gives an output one row for each image.
   *
   * @param images in a batch; -1 for any number
   * @param numbers for each image
   */
  record NewShape(long images, long numbers) {}

  private final Path file;
  private final GraphIndex graph;

  ScoreRows(Path file, GraphIndex graph) {
    this.file = file;
    this.graph = graph;
  }

  /** Whether an output can have a row for each image. */
  boolean areIn(ValueInfoProto output) {
    List<Long> sizes = sizes(output);
    long several = sizes.stream().skip(1).filter(size -> size != 1).count();
    return sizes.isEmpty() || (sizes.size() > 1 && several <= 1);
  }

  /** The length of a row; empty if the graph does not determine it. */
  OptionalLong width(ValueInfoProto output) {
    List<Long> sizes = sizes(output);
    List<Long> row = sizes.stream().skip(1).filter(size -> size != 1).toList();
    if (sizes.size() > 1 && row.isEmpty()) {
      return OptionalLong.of(1);
    }
    return row.size() == 1 && row.get(0) != Dimensions.DYNAMIC
        ? OptionalLong.of(row.get(0))
        : lastLayerWidth(output.getName());
  }

  /**
   * How to reshape an output; empty if it has a row for each image.
   *
   * @throws ExportException if it has no rows and the numbers of an image cannot be determined
   */
  Optional<NewShape> newShape(ValueInfoProto output) {
    List<Long> sizes = sizes(output);
    boolean declared = Dimensions.of(output).declared();
    if (declared && sizes.size() < 2) {
      return Optional.of(withBatch(output, sizes));
    }
    if (sizes.stream().skip(2).allMatch(size -> size == 1)) {
      return Optional.empty();
    }
    List<Long> row = sizes.stream().skip(1).filter(size -> size != 1).toList();
    if (row.size() != 1 || row.get(0) == Dimensions.DYNAMIC) {
      throw notRows(output);
    }
    return Optional.of(new NewShape(-1, row.get(0)));
  }

  /** An output without a dimension for the batch, or without one for the classes. */
  private NewShape withBatch(ValueInfoProto output, List<Long> sizes) {
    ValueInfoProto input = graph.inputs().get(0);
    Dimensions images = Dimensions.of(input);
    boolean oneImage = images.declared() && images.rank() > 0 && images.size(0) == 1;
    if (sizes.size() == 1 && oneImage && sizes.get(0) != Dimensions.DYNAMIC) {
      return new NewShape(1, sizes.get(0));
    }
    if (sizes.size() == 1 && sizes.get(0) == Dimensions.DYNAMIC) {
      String batch = first(input).getDimParam();
      if (!batch.isEmpty() && batch.equals(first(output).getDimParam())) {
        return new NewShape(-1, 1);
      }
    }
    throw notRows(output);
  }

  private static Dimension first(ValueInfoProto value) {
    return value.getType().getTensorType().getShape().getDimCount() == 0
        ? Dimension.getDefaultInstance()
        : value.getType().getTensorType().getShape().getDim(0);
  }

  private ExportException notRows(ValueInfoProto output) {
    return ExportException.in(
        file,
        "the output %s must be [batch, classes] but is %s"
            .formatted(output.getName(), Dimensions.of(output)));
  }

  /** The declared sizes, completed by inference; empty if nothing is known. */
  private List<Long> sizes(ValueInfoProto output) {
    Dimensions declared = Dimensions.of(output);
    Optional<List<Long>> inferred = ShapeInference.of(graph, ANY_SIDE).shape(output.getName());
    if (!declared.declared()) {
      return inferred.filter(shape -> shape.size() > 1).orElse(List.of());
    }
    List<Long> sizes = new ArrayList<>(declared.sizes());
    for (int i = 1; i < sizes.size(); i++) {
      if (declared.isDynamic(i) && inferred.isPresent() && inferred.get().size() == sizes.size()) {
        sizes.set(i, inferred.get().get(i));
      }
    }
    return sizes;
  }

  private OptionalLong lastLayerWidth(String output) {
    return graph
        .producerBehind(WIDTH_KEEPING, output)
        .filter(layer -> layer.getInputCount() > 1)
        .map(this::layerWidth)
        .orElse(OptionalLong.empty());
  }

  private OptionalLong layerWidth(NodeProto layer) {
    return switch (layer.getOpType()) {
      case "Gemm" -> weightSize(layer, GraphIndex.integer(layer, "transB", 0) != 0 ? 0 : 1);
      case "MatMul" -> weightSize(layer, 1);
      case "Conv" -> weightSize(layer, 0);
      default -> OptionalLong.empty();
    };
  }

  /** The size of a dimension of a layer's weight, quantized or not. */
  private OptionalLong weightSize(NodeProto layer, int dimension) {
    String name = layer.getInput(1);
    Optional<NodeProto> dequantized =
        graph.producer(name).filter(node -> node.getOpType().equals("DequantizeLinear"));
    return graph
        .constant(dequantized.map(node -> node.getInput(0)).orElse(name))
        .filter(weight -> weight.getDimsCount() > dimension)
        .map(weight -> OptionalLong.of(weight.getDims(dimension)))
        .orElse(OptionalLong.empty());
  }
}
