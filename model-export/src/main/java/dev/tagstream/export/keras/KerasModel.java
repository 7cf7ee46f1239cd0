package dev.tagstream.export.keras;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagstream.export.onnx.GraphBuilder;
import dev.tagstream.export.onnx.GraphBuilder.Value;
import dev.tagstream.export.problem.ExportException;
import dev.tagstream.export.tensor.LayeredTensors;
import dev.tagstream.export.tensor.LayeredTensors.Description;
import dev.tagstream.schemas.model.InputSpec;
import dev.tagstream.schemas.model.Size;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A model whose file describes its layers, from one image to one row of scores. */
public final class KerasModel {

  private static final int COLORS = 3;

  /** The version of Keras with other names for settings. */
  private static final int OTHER_SETTINGS = 1;

  private static final Pattern COUNTED = Pattern.compile("(functional|sequential|model)(_[0-9]+)?");

  private final LayeredTensors file;
  private final ModelRecord model;
  private final int version;
  private final List<Integer> shape;

  private KerasModel(LayeredTensors file, ModelRecord model, int version) {
    this.file = file;
    this.model = model;
    this.version = version;
    this.shape = inputShape();
  }

  /**
   * Reads the model; empty if the file has only weights, and their names are unknown.
   *
   * @throws ExportException if the model cannot be exported
   */
  public static Optional<KerasModel> in(LayeredTensors file) {
    Optional<ModelRecord> printed = PrintedResNet.in(file);
    if (printed.isPresent()) {
      return Optional.of(new KerasModel(file, printed.get(), PrintedResNet.VERSION));
    }
    return file.description().map(description -> described(file, description));
  }

  private static KerasModel described(LayeredTensors file, Description description) {
    int version = firstNumber(description);
    if (version == OTHER_SETTINGS) {
      throw ExportException.in(
          file.file(),
          "is a model of Keras 1, whose layers have other settings; save it again with a newer"
              + " Keras");
    }
    return new KerasModel(file, ModelReader.read(file.file(), description.json()), version);
  }

  /**
   * The origin of the model's scores.
   *
   * @param classes the length of a row
   * @param lastStep the last computation
   * @param lastLayer the layer that computes it, for error messages
   * @param pixels how the model uses the levels of an image
   * @param training the preprocessing of the training; null if unknown
   */
  public record Facts(
      int classes,
      LastStep lastStep,
      String lastLayer,
      Pixels pixels,
      @Nullable Training training) {}

  /** How a model uses the levels of an image, 0 to 255. */
  public enum Pixels {
    /** The model scales levels itself. */
    TAKES_LEVELS,
    /** The model expects preprocessed images. */
    TAKES_PREPARED,
    /** The model scales its input, which is not levels. */
    UNCLEAR
  }

  /**
   * The outputs of the graph.
   *
   * @param scores [batch, classes], before a softmax or sigmoid
   * @param embedding the input of the last dense layer, [batch, features]; null if it is not a row
   * @param embeddingSize the number of features
   * @param parameters the number of trained weights
   */
  public record Outputs(
      Value scores, @Nullable Value embedding, int embeddingSize, long parameters) {}

  /** The size of the model's images; empty if it accepts any size. */
  public Optional<Size> inputSize() {
    boolean first = isChannelsFirst();
    int height = shape.get(first ? 1 : 0);
    int width = shape.get(first ? 2 : 1);
    return height == Features.OPEN || width == Features.OPEN
        ? Optional.empty()
        : Optional.of(new Size(height, width));
  }

  /** The model's name; empty if it is only a number from Keras. */
  public Optional<String> name() {
    return Optional.of(model.name()).filter(name -> !COUNTED.matcher(name).matches());
  }

  /**
   * Analyzes the model.
   *
   * @param side the size of images, if the model accepts any size
   * @throws ExportException if it contains an unknown layer or cannot be exported for another
   *     reason
   */
  public Facts facts(int side) {
    Size size = inputSize().orElse(new Size(side, side));
    KerasGraph graph = new KerasGraph(file, new GraphBuilder(model.name()), version);
    Features output = graph.write(model, input(new Value("image"), size.height(), size.width()));
    Set<String> layers = new HashSet<>();
    collect(model, layers);
    return new Facts(
        classes(output),
        output.ending().kind(),
        output.ending().layer(),
        pixels(graph.pixels()),
        Training.of(layers).orElse(null));
  }

  /**
   * Adds the model to a graph.
   *
   * @param image [batch, 3, height, width]
   * @param input of the graph
   */
  public Outputs addTo(GraphBuilder builder, Value image, InputSpec input) {
    KerasGraph graph = new KerasGraph(file, builder, version);
    int height = input.takesAnySize() ? Features.OPEN : input.height();
    int width = input.takesAnySize() ? Features.OPEN : input.width();
    Features output = graph.write(model, input(image, height, width));
    classes(output);
    Features before = output.ending().before();
    Features row = row(graph.lastDenseInput());
    return new Outputs(
        before == null ? output.value() : before.value(),
        row == null ? null : row.value(),
        row == null ? 0 : row.shape().get(0),
        graph.parameters());
  }

  /** The features if they are one row for each image, else null. */
  private static @Nullable Features row(@Nullable Features features) {
    return features != null && features.rank() == 1 && features.shape().get(0) != Features.OPEN
        ? features
        : null;
  }

  private Features input(Value image, int height, int width) {
    boolean first = isChannelsFirst();
    return new Features(
        image,
        first ? List.of(COLORS, height, width) : List.of(height, width, COLORS),
        first ? Features.Order.AS_SHAPED : Features.Order.CHANNELS_FIRST,
        null,
        Ending.other(model.inputs().get(0)),
        PixelScaling.NONE,
        null);
  }

  private int classes(Features output) {
    if (output.rank() != 1 || output.shape().get(0) == Features.OPEN) {
      throw problem(
          "outputs features %s for each image, not one row of scores; save the model with its top"
              .formatted(output.shape()));
    }
    return output.shape().get(0);
  }

  private boolean isChannelsFirst() {
    return shape.get(0) == COLORS && shape.get(2) != COLORS;
  }

  private List<Integer> inputShape() {
    if (model.inputs().size() != 1) {
      throw problem(
          "has the inputs %s; only models with one input, the image, can be exported"
              .formatted(model.inputs()));
    }
    LayerRecord input = model.layers().get(model.inputs().get(0));
    if (input == null || !input.isInput()) {
      throw problem("names an input that it does not have");
    }
    Configuration configuration = input.configuration();
    JsonNode sizes =
        configuration
            .fields()
            .path(configuration.has("batch_shape") ? "batch_shape" : "batch_input_shape");
    if (sizes.size() != Features.PLANES_RANK + 1) {
      throw configuration.problem("must take images, with 4 dimensions, but takes " + sizes);
    }
    int[] shape = new int[Features.PLANES_RANK];
    for (int i = 0; i < shape.length; i++) {
      JsonNode side = sizes.get(i + 1);
      shape[i] = side.isNull() ? Features.OPEN : configuration.whole("batch_shape", side, 1);
    }
    if (shape[0] != COLORS && shape[2] != COLORS) {
      throw configuration.problem("must take images with 3 colors but takes " + sizes);
    }
    return List.of(shape[0], shape[1], shape[2]);
  }

  private static Pixels pixels(Set<PixelScaling> seen) {
    if (seen.stream().allMatch(PixelScaling::isNone)) {
      return Pixels.TAKES_PREPARED;
    }
    boolean one = seen.size() == 1;
    return one && seen.iterator().next().isForLevels() ? Pixels.TAKES_LEVELS : Pixels.UNCLEAR;
  }

  private static void collect(ModelRecord model, Set<String> names) {
    model
        .layers()
        .forEach(
            (name, layer) -> {
              names.add(name);
              if (layer.model() != null) {
                collect(layer.model(), names);
              }
            });
  }

  /** 3 for {@code 3.10.0}; 0 if the file does not say. */
  private static int firstNumber(Description description) {
    String first = description.version().split("\\.", -1)[0];
    return first.matches("[0-9]{1,2}") ? Integer.parseInt(first) : 0;
  }

  private ExportException problem(String problem) {
    return ExportException.in(file.file(), problem);
  }
}
