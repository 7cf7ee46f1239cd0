package dev.tagstream.export.keras;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagstream.export.keras.Operand.Output;
import dev.tagstream.export.tensor.LayerStep;
import dev.tagstream.export.tensor.LayeredTensors;
import dev.tagstream.export.tensor.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The ResNet of basic blocks that many TensorFlow tutorials print as custom classes: a 3x3 stem
 * without padding, a 2x2 pool, four stages that all halve the image, and shortcuts of 1x1
 * convolutions without a batch norm. Its files contain only weights, so their names identify the
 * network: names of attributes if custom classes saved it, numbered names if a functional model
 * did.
 *
 * <p>A shortcut in the first stage distinguishes it from variants with other strides: between equal
 * channels, a shortcut is only needed if the image is halved.
 */
final class PrintedResNet {

  /** The version of Keras with these names for settings. */
  static final int VERSION = 3;

  private static final int STAGES = 4;
  private static final int MOST_BLOCKS = 64;
  private static final String KERNEL = "kernel";

  private final LayeredTensors file;
  private final Names names;
  private final Map<String, LayerRecord> layers = new LinkedHashMap<>();

  private PrintedResNet(LayeredTensors file, Names names) {
    this.file = file;
    this.names = names;
  }

  /** The names of the parts of a block. */
  private interface Names {

    List<LayerStep> stem(Part part);

    List<LayerStep> block(int stage, int block, int number, Part part);

    List<LayerStep> shortcut(int stage, int block);

    List<LayerStep> classifier();
  }

  /** The parts of a convolution. */
  private enum Part {
    CONVOLUTION("conv2d", "conv"),
    BATCH_NORM("batch_normalization", "bn");

    private final String key;
    private final String attribute;

    Part(String key, String attribute) {
      this.key = key;
      this.attribute = attribute;
    }
  }

  /**
   * The network in a file of weights; empty if the file has another network, or describes its
   * layers.
   */
  static Optional<ModelRecord> in(LayeredTensors file) {
    boolean described =
        file.description()
            .map(description -> ModelReader.describesLayers(file.file(), description.json()))
            .orElse(false);
    if (described) {
      return Optional.empty();
    }
    for (Names names : List.of(new Attributes(), new Numbers())) {
      PrintedResNet network = new PrintedResNet(file, names);
      if (network.isThere()) {
        return Optional.of(network.model());
      }
    }
    return Optional.empty();
  }

  /** Whether the file has the stem, all four shortcuts and the classifier. */
  private boolean isThere() {
    boolean there =
        shape(names.stem(Part.CONVOLUTION)).filter(stem -> isWindow(stem, 3)).isPresent()
            && shape(names.classifier()).filter(dense -> dense.rank() == 2).isPresent();
    for (int stage = 1; there && stage <= STAGES; stage++) {
      there =
          shape(names.shortcut(stage, 1)).filter(window -> isWindow(window, 1)).isPresent()
              && shape(names.block(stage, 1, 1, Part.CONVOLUTION))
                  .filter(window -> isWindow(window, 3))
                  .isPresent();
    }
    return there;
  }

  private ModelRecord model() {
    String input = "image";
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    fields.putArray("batch_shape").addNull().addNull().addNull().add(3);
    layers.put(
        input,
        new LayerRecord(
            configuration(ModelReader.INPUT, input, fields), List.of(), List.of(), null));
    String x = convolution("stem", names.stem(Part.CONVOLUTION), 3, 1, "valid", input);
    x = relu("stem_relu", batchNorm("stem_bn", names.stem(Part.BATCH_NORM), x));
    ObjectNode pool = JsonNodeFactory.instance.objectNode();
    x = add("MaxPooling2D", "pool", pool.put("pool_size", 2).put("padding", "same"), List.of(), x);
    for (int stage = 1; stage <= STAGES; stage++) {
      for (int block = 1; block == 1 || hasBlock(stage, block); block++) {
        x = block(stage, block, x);
      }
    }
    x =
        add(
            "GlobalAveragePooling2D",
            "avgpool",
            JsonNodeFactory.instance.objectNode(),
            List.of(),
            x);
    int classes = (int) shape(names.classifier()).orElseThrow().size(1);
    ObjectNode dense = JsonNodeFactory.instance.objectNode().put("units", classes);
    x = add("Dense", "fc", dense, names.classifier(), x);
    return new ModelRecord("resnet", layers, List.of(input), List.of(new Output(x, 0, 0)));
  }

  private boolean hasBlock(int stage, int block) {
    return block <= MOST_BLOCKS
        && shape(names.block(stage, block, 1, Part.CONVOLUTION)).isPresent();
  }

  private String block(int stage, int block, String x) {
    String name = "layer%d.%d.".formatted(stage, block - 1);
    int stride = block == 1 ? 2 : 1;
    String y =
        convolution(
            name + "conv1", names.block(stage, block, 1, Part.CONVOLUTION), 3, stride, "same", x);
    y =
        relu(
            name + "relu1",
            batchNorm(name + "bn1", names.block(stage, block, 1, Part.BATCH_NORM), y));
    y =
        convolution(
            name + "conv2", names.block(stage, block, 2, Part.CONVOLUTION), 3, 1, "same", y);
    y = batchNorm(name + "bn2", names.block(stage, block, 2, Part.BATCH_NORM), y);
    String shortcut =
        stride == 1
            ? x
            : convolution(name + "downsample", names.shortcut(stage, block), 1, stride, "valid", x);
    String sum =
        add("Add", name + "add", JsonNodeFactory.instance.objectNode(), List.of(), y, shortcut);
    return relu(name + "relu2", sum);
  }

  private String convolution(
      String name, List<LayerStep> way, int size, int stride, String padding, String x) {
    Shape kernel =
        shape(way)
            .orElseThrow(
                () ->
                    configuration("Conv2D", name, JsonNodeFactory.instance.objectNode())
                        .problem("its kernel is missing"));
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    fields.put("filters", kernel.size(kernel.rank() - 1)).put("kernel_size", size);
    return add("Conv2D", name, fields.put("strides", stride).put("padding", padding), way, x);
  }

  private String batchNorm(String name, List<LayerStep> way, String x) {
    return add("BatchNormalization", name, JsonNodeFactory.instance.objectNode(), way, x);
  }

  private String relu(String name, String x) {
    return add("ReLU", name, JsonNodeFactory.instance.objectNode(), List.of(), x);
  }

  private String add(
      String type, String name, ObjectNode fields, List<LayerStep> way, String... inputs) {
    List<Operand> operands = new ArrayList<>();
    for (String input : inputs) {
      operands.add(new Output(input, 0, 0));
    }
    List<LayerStep> to = way.isEmpty() ? List.of(new LayerStep(name, "")) : way;
    layers.put(
        name,
        new LayerRecord(
            configuration(type, name, fields), to, List.of(new Call(operands, Map.of())), null));
    return name;
  }

  private Configuration configuration(String type, String name, ObjectNode fields) {
    return new Configuration(file.file(), type, name, fields);
  }

  private Optional<Shape> shape(List<LayerStep> way) {
    return file.layer(way).type(KERNEL, 0).map(type -> type.shape());
  }

  private static boolean isWindow(Shape kernel, int size) {
    return kernel.rank() == 4 && kernel.size(0) == size && kernel.size(1) == size;
  }

  private static List<LayerStep> way(String... keys) {
    List<LayerStep> way = new ArrayList<>();
    for (String key : keys) {
      way.add(new LayerStep(key, ""));
    }
    return way;
  }

  private static String numbered(String key, int number) {
    return number == 0 ? key : key + "_" + number;
  }

  /**
   * The names of attributes in the printed classes. Keras lists the stem before it looks at its
   * name.
   */
  private record Attributes() implements Names {

    @Override
    public List<LayerStep> stem(Part part) {
      return way("sequential", part.key);
    }

    @Override
    public List<LayerStep> block(int stage, int block, int number, Part part) {
      return way("layer" + stage, numbered("basic_block", block - 1), part.attribute + number);
    }

    @Override
    public List<LayerStep> shortcut(int stage, int block) {
      return way("layer" + stage, numbered("basic_block", block - 1), "downsample", "conv2d");
    }

    @Override
    public List<LayerStep> classifier() {
      return way("fc");
    }
  }

  /** Keras' numbers for the layers of the same network, with two blocks in each stage. */
  private record Numbers() implements Names {

    private static final int BLOCKS = 2;
    private static final int CONVOLUTIONS = 2;

    @Override
    public List<LayerStep> stem(Part part) {
      return way(part.key);
    }

    /** The shortcut of a stage follows the convolutions of its first block. */
    @Override
    public List<LayerStep> block(int stage, int block, int number, Part part) {
      int shortcuts = part == Part.CONVOLUTION ? 1 : 0;
      int before = (stage - 1) * (BLOCKS * CONVOLUTIONS + shortcuts);
      int own = (block - 1) * (CONVOLUTIONS + shortcuts) + number;
      return block > BLOCKS ? way("none") : way(numbered(part.key, before + own));
    }

    @Override
    public List<LayerStep> shortcut(int stage, int block) {
      return way(numbered("conv2d", (stage - 1) * (BLOCKS * CONVOLUTIONS + 1) + CONVOLUTIONS + 1));
    }

    @Override
    public List<LayerStep> classifier() {
      return way("dense");
    }
  }
}
