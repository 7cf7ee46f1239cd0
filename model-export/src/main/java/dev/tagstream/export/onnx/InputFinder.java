package dev.tagstream.export.onnx;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.tagstream.export.contract.StatedContract;
import dev.tagstream.export.contract.StatedContract.StatedInput;
import dev.tagstream.export.problem.ExportException;
import dev.tagstream.schemas.model.InputSpec;
import dev.tagstream.schemas.model.PixelLayout;
import dev.tagstream.schemas.model.PixelType;
import dev.tagstream.schemas.model.Size;
import java.nio.file.Path;
import java.util.List;

/** Finds the one input of a graph that takes images. */
final class InputFinder {

  private static final int COLORS = 3;
  private static final int RANK = 4;

  private final Path file;
  private final GraphIndex graph;

  InputFinder(Path file, GraphIndex graph) {
    this.file = file;
    this.graph = graph;
  }

  InputSpec find(StatedContract stated) {
    ValueInfoProto input = onlyInput(stated.input());
    Dimensions dimensions = Dimensions.of(input);
    if (dimensions.declared() && dimensions.rank() != RANK) {
      throw problem(input, "must have the 4 dimensions of a batch of images but is " + dimensions);
    }
    PixelLayout layout = layout(input, dimensions, stated.input());
    PixelType type = type(input, stated.input());
    int rows = layout == PixelLayout.NCHW ? 2 : 1;
    if (stated.takesAnySize() && isOpen(dimensions, rows) && isOpen(dimensions, rows + 1)) {
      return new InputSpec(input.getName(), type, layout, InputSpec.ANY_SIDE, InputSpec.ANY_SIDE);
    }
    Size open = stated.inputSize().orElse(InputSpec.USUAL_SIZE);
    return new InputSpec(
        input.getName(),
        type,
        layout,
        size(input, rows, open.height()),
        size(input, rows + 1, open.width()));
  }

  private static boolean isOpen(Dimensions dimensions, int dimension) {
    return !dimensions.declared() || dimensions.isDynamic(dimension);
  }

  private ValueInfoProto onlyInput(StatedInput stated) {
    List<ValueInfoProto> inputs = graph.inputs();
    List<String> names = inputs.stream().map(ValueInfoProto::getName).toList();
    if (inputs.size() != 1) {
      throw ExportException.in(
          file, "must have one input, for images, but has %d: %s".formatted(names.size(), names));
    }
    if (stated.name() != null && !names.contains(stated.name())) {
      throw ExportException.in(
          file, "has no input %s; its input is %s".formatted(stated.name(), names.get(0)));
    }
    return inputs.get(0);
  }

  private PixelType type(ValueInfoProto input, StatedInput stated) {
    int number = input.getType().getTensorType().getElemType();
    PixelType type =
        switch (number) {
          case DataType.FLOAT_VALUE -> PixelType.FLOAT32;
          case DataType.UINT8_VALUE -> PixelType.UINT8;
          default ->
              throw problem(
                  input,
                  "must be float32, float16, double or uint8 but is " + Dimensions.typeName(input));
        };
    if (stated.type() != null && stated.type() != type) {
      throw problem(
          input,
          "is %s, not as stated in the preprocessing file".formatted(Dimensions.typeName(input)));
    }
    return type;
  }

  /** The dimension of the colors has size 3. If that is ambiguous, the user's statement decides. */
  private PixelLayout layout(ValueInfoProto input, Dimensions dimensions, StatedInput stated) {
    boolean first = colorsAt(dimensions, 1);
    boolean last = colorsAt(dimensions, RANK - 1);
    PixelLayout layout = stated.layout();
    if (layout != null) {
      if (layout == PixelLayout.NCHW ? first : last) {
        return layout;
      }
      throw problem(input, "is %s, not %s as stated".formatted(dimensions, layout));
    }
    if (first != last) {
      return first ? PixelLayout.NCHW : PixelLayout.NHWC;
    }
    if (first && dimensions.declared() && dimensions.size(1) != dimensions.size(RANK - 1)) {
      return dimensions.size(1) == COLORS ? PixelLayout.NCHW : PixelLayout.NHWC;
    }
    throw problem(
        input,
        first
            ? "is %s, which fits both NCHW and NHWC; set --layout nchw or --layout nhwc"
                .formatted(dimensions)
            : "must have 3 colors in dimension 2 or 4 but is " + dimensions);
  }

  private static boolean colorsAt(Dimensions dimensions, int dimension) {
    return isOpen(dimensions, dimension) || dimensions.size(dimension) == COLORS;
  }

  private int size(ValueInfoProto input, int dimension, int open) {
    Dimensions dimensions = Dimensions.of(input);
    if (isOpen(dimensions, dimension)) {
      return open;
    }
    if (dimensions.size(dimension) > InputSpec.MAX_SIDE) {
      throw problem(
          input,
          "takes at most %d pixels a side but is %s".formatted(InputSpec.MAX_SIDE, dimensions));
    }
    return (int) dimensions.size(dimension);
  }

  private ExportException problem(ValueInfoProto input, String problem) {
    return ExportException.in(file, "the input " + input.getName() + " " + problem);
  }
}
