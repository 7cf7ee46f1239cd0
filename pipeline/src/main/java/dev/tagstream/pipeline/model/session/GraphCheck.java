package dev.tagstream.pipeline.model.session;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.tagstream.pipeline.model.ModelContract;
import dev.tagstream.schemas.model.Contract;
import dev.tagstream.schemas.model.EmbeddingSpec;
import dev.tagstream.schemas.model.InputSpec;
import dev.tagstream.schemas.model.ModelDescription;
import dev.tagstream.schemas.model.PixelLayout;
import dev.tagstream.schemas.model.PixelType;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compares a contract with the graph's own input and output. */
final class GraphCheck {

  /** ONNX Runtime's value for a free dimension. */
  private static final long FREE = -1;

  private static final int CHANNELS = 3;

  private final Path file;
  private final Map<String, NodeInfo> inputs;
  private final Map<String, NodeInfo> outputs;

  private GraphCheck(Path file, Map<String, NodeInfo> inputs, Map<String, NodeInfo> outputs) {
    this.file = file;
    this.inputs = inputs;
    this.outputs = outputs;
  }

  static GraphCheck of(Path file, OrtSession session) throws OrtException {
    return new GraphCheck(file, session.getInputInfo(), session.getOutputInfo());
  }

  /**
   * Checks the contract and adds what only the graph shows.
   *
   * @throws UnusableModelException if the graph does not match the contract
   */
  ModelContract complete(ModelDescription description, String sha256) {
    Contract contract = description.contract();
    int fixedBatch = requireInput(contract.input());
    if (contract.output().givesTags()) {
      requireOutput(contract.output().name(), contract.output().classes());
    }
    EmbeddingSpec embedding = contract.embedding();
    if (embedding != null) {
      requireOutput(embedding.name(), embedding.size());
    }
    return new ModelContract(description, sha256, fixedBatch);
  }

  /**
   * The only number of rows that the graph accepts; {@link ModelContract#ANY_BATCH} if it accepts
   * any.
   */
  private int requireInput(InputSpec contract) {
    if (!inputs.keySet().equals(Set.of(contract.name()))) {
      throw new UnusableModelException(
          "%s: the graph must have one input, named %s in its contract, but has %s"
              .formatted(file, contract.name(), inputs.keySet()));
    }
    TensorInfo tensor = tensor("input", contract.name(), inputs.get(contract.name()));
    OnnxJavaType type = ortType(contract.type());
    if (tensor.type != type) {
      throw differs("input", contract.name(), "type " + type, "type " + tensor.type);
    }
    long[] shape = tensor.getShape();
    long[] wanted =
        contract.takesAnySize()
            ? inputShape(contract.layout(), FREE, FREE, FREE)
            : inputShape(contract.layout(), FREE, contract.width(), contract.height());
    boolean free = !contract.takesAnySize() || isFree(shape);
    if (!free || !agrees(shape, wanted)) {
      throw differs("input", contract.name(), "shape " + dims(wanted), "shape " + dims(shape));
    }
    return shape[0] == FREE ? ModelContract.ANY_BATCH : fixedBatch(shape[0], contract);
  }

  /** Whether the graph accepts any batch, height and width. */
  private static boolean isFree(long[] shape) {
    return Arrays.stream(shape).filter(size -> size == FREE).count() >= 3;
  }

  private int fixedBatch(long images, InputSpec input) {
    int most = Integer.MAX_VALUE / input.rowBytes();
    if (images < 1 || images > most) {
      throw new UnusableModelException(
          "%s: a graph of fixed batch size must take 1 to %d images at once, each of %d bytes, but takes %d; export it with a free batch size"
              .formatted(file, most, input.rowBytes(), images));
    }
    return (int) images;
  }

  private void requireOutput(String name, int size) {
    if (!outputs.containsKey(name)) {
      throw new UnusableModelException(
          "%s: the graph must have the output %s of its contract but has %s"
              .formatted(file, name, outputs.keySet()));
    }
    TensorInfo tensor = tensor("output", name, outputs.get(name));
    if (tensor.type != OnnxJavaType.FLOAT) {
      throw differs("output", name, "type " + OnnxJavaType.FLOAT, "type " + tensor.type);
    }
    long[] shape = tensor.getShape();
    // a graph need not declare the shape of its output; each run checks it again
    if (shape.length > 0 && !agrees(shape, outputShape(size, FREE, shape.length))) {
      throw differs(
          "output", name, "shape " + dims(new long[] {FREE, size}), "shape " + dims(shape));
    }
  }

  private TensorInfo tensor(String role, String name, @Nullable NodeInfo info) {
    if (info != null && info.getInfo() instanceof TensorInfo tensor) {
      return tensor;
    }
    throw differs(role, name, "a tensor", "something else");
  }

  private UnusableModelException differs(String role, String name, String wanted, String had) {
    return new UnusableModelException(
        "%s: by its contract the graph's %s %s has %s but it has %s"
            .formatted(file, role, name, wanted, had));
  }

  static OnnxJavaType ortType(PixelType type) {
    return switch (type) {
      case UINT8 -> OnnxJavaType.UINT8;
      case FLOAT32 -> OnnxJavaType.FLOAT;
    };
  }

  /** The shape of {@code rows} images. */
  static long[] inputShape(PixelLayout layout, long rows, long width, long height) {
    return switch (layout) {
      case NCHW -> new long[] {rows, CHANNELS, height, width};
      case NHWC -> new long[] {rows, height, width, CHANNELS};
    };
  }

  /** The shape of {@code rows} rows of numbers, with dimensions of 1 added up to a rank. */
  static long[] outputShape(int size, long rows, int rank) {
    long[] shape = new long[Math.max(rank, 2)];
    Arrays.fill(shape, 1);
    shape[0] = rows;
    shape[1] = size;
    return shape;
  }

  private static boolean agrees(long[] shape, long[] wanted) {
    if (shape.length != wanted.length) {
      return false;
    }
    for (int dimension = 0; dimension < shape.length; dimension++) {
      boolean free = shape[dimension] == FREE || wanted[dimension] == FREE;
      if (!free && shape[dimension] != wanted[dimension]) {
        return false;
      }
    }
    return true;
  }

  /** A shape for messages, with N for a free dimension: {@code [N, 3, 224, 224]}. */
  private static String dims(long[] shape) {
    return Arrays.toString(shape).replace("-1", "N");
  }
}
