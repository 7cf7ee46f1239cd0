package dev.tagstream.export.keras;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tagstream.export.keras.CallNumbers.Form;
import dev.tagstream.export.keras.Operand.Output;
import dev.tagstream.export.problem.ExportException;
import dev.tagstream.export.tensor.LayerStep;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the configuration of a model from Keras 1, 2 or 3. */
final class ModelReader {

  static final String INPUT = "InputLayer";

  static final String SEQUENTIAL = "Sequential";
  private static final Set<String> MODELS = Set.of(SEQUENTIAL, "Functional", "Model");

  private static final String OPERATION = "ops.";

  private static final int MAX_DEPTH = 16;
  private static final int MAX_LAYERS = 20_000;

  /** The beginning of a word in a class name. */
  private static final Pattern WORD = Pattern.compile("(.)([A-Z][a-z]+)");

  private static final Pattern WORD_AFTER_SMALL = Pattern.compile("([a-z])([A-Z])");

  private final Path file;
  private int layers;

  private ModelReader(Path file) {
    this.file = file;
  }

  /**
   * Reads a model.
   *
   * @throws ExportException if it is not a model of layers, or has custom layers
   */
  static ModelRecord read(Path file, String json) {
    JsonNode root = parse(file, json);
    String type = root.path("class_name").asText();
    if (!isModel(root)) {
      throw ExportException.in(
          file,
          "is a model of the class %s, whose code is not in the file; build it from Keras' own layers and save it again, or export it to ONNX and pass it with --onnx"
              .formatted(type));
    }
    return new ModelReader(file).model(root, type, List.of());
  }

  /** Whether a configuration describes layers and not a custom class. */
  static boolean describesLayers(Path file, String json) {
    return isModel(parse(file, json));
  }

  private static JsonNode parse(Path file, String json) {
    try {
      return new JsonMapper().readTree(json);
    } catch (JsonProcessingException e) {
      throw ExportException.in(
          file, "the model's configuration is not valid JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static boolean isModel(JsonNode node) {
    return MODELS.contains(node.path("class_name").asText()) && !isForeign(node);
  }

  /** Whether a class is not one of Keras' own. */
  private static boolean isForeign(JsonNode node) {
    String module = node.path("module").asText("");
    String registered = node.path("registered_name").asText("");
    boolean ofKeras =
        module.isEmpty()
            || module.equals("null")
            || module.equals("builtins")
            || module.equals("keras")
            || module.startsWith("keras.")
            || module.startsWith("tf_keras.");
    return !ofKeras || registered.contains(">") || node.path("class_name").asText().contains(">");
  }

  private ModelRecord model(JsonNode node, String name, List<LayerStep> way) {
    if (way.size() > MAX_DEPTH) {
      throw problem("models are nested more than %d deep".formatted(MAX_DEPTH));
    }
    JsonNode config = node.path("config");
    boolean sequential = node.path("class_name").asText().equals(SEQUENTIAL);
    // before Keras 2.2.3 the configuration of a Sequential was the list itself
    JsonNode list = config.isArray() ? config : config.path("layers");
    if (!list.isArray() || list.isEmpty()) {
      throw problem("the model %s has no layers".formatted(name));
    }
    Map<String, LayerRecord> read = new LinkedHashMap<>();
    Map<String, Integer> counts = new HashMap<>();
    for (JsonNode layer : list) {
      LayerRecord record = layer(layer, way, counts);
      if (read.put(record.configuration().name(), record) != null) {
        throw problem("holds two layers called " + record.configuration().name());
      }
    }
    String own = config.path("name").asText(name);
    return sequential ? sequence(own, read, config) : functional(own, read, config);
  }

  private ModelRecord functional(String name, Map<String, LayerRecord> read, JsonNode config) {
    boolean keras2 = false;
    for (JsonNode layer : config.path("layers")) {
      keras2 |= layer.path("inbound_nodes").path(0).isArray();
    }
    CallNumbers numbers = new CallNumbers(read, keras2 ? Form.KERAS_2 : Form.KERAS_3);
    return new ModelRecord(
        name,
        numbers.layers(),
        references(config.path("input_layers")).stream().map(Output::layer).toList(),
        numbers.outputs(references(config.path("output_layers"))));
  }

  private LayerRecord layer(JsonNode node, List<LayerStep> way, Map<String, Integer> counts) {
    if (++layers > MAX_LAYERS) {
      throw problem("has more than %d layers".formatted(MAX_LAYERS));
    }
    String type = node.path("class_name").asText();
    JsonNode config = node.path("config");
    String name = config.path("name").asText(node.path("name").asText(""));
    if (name.isEmpty()) {
      throw problem("has a layer without a name: " + type);
    }
    if (isForeign(node)) {
      throw ExportException.in(
          file,
          "the layer %s is of the class %s, which is not one of Keras' own, and whose code is not in the file; export the model to ONNX and pass it with --onnx"
              .formatted(name, shownClass(node)));
    }
    List<LayerStep> to = new ArrayList<>(way);
    to.add(new LayerStep(key(typeOf(node), counts), name));
    List<Call> calls = new ArrayList<>();
    for (JsonNode call : node.path("inbound_nodes")) {
      calls.add(CallReader.read(call, file));
    }
    return new LayerRecord(
        new Configuration(
            file,
            typeOf(node),
            name,
            config.isObject() ? config : JsonNodeFactory.instance.objectNode()),
        to,
        calls,
        MODELS.contains(type) ? model(node, name, to) : null);
  }

  /** The key of a layer's tensors. Operations have no tensors, so Keras does not count them. */
  private static String key(String type, Map<String, Integer> counts) {
    String snake = snakeCase(type);
    if (type.startsWith(OPERATION)) {
      return OPERATION + snake;
    }
    int count = counts.merge(snake, 1, Integer::sum) - 1;
    return count == 0 ? snake : snake + "_" + count;
  }

  /** The name of a class. An operation of keras.ops can have the same name as a layer. */
  private static String typeOf(JsonNode node) {
    String type = node.path("class_name").asText();
    boolean operation = node.path("module").asText().matches("keras\\.(src\\.)?ops(\\..*)?");
    return operation ? OPERATION + type : type;
  }

  private static String shownClass(JsonNode node) {
    String registered = node.path("registered_name").asText("");
    return registered.isEmpty() || registered.equals("null")
        ? node.path("class_name").asText()
        : registered;
  }

  /** Reads a Sequential model; older versions omit the input. */
  private ModelRecord sequence(String name, Map<String, LayerRecord> read, JsonNode config) {
    Map<String, LayerRecord> layers = new LinkedHashMap<>();
    LayerRecord first = read.values().iterator().next();
    String before;
    if (first.isInput()) {
      before = first.configuration().name();
    } else {
      LayerRecord input = inputOf(name, first, config);
      before = input.configuration().name();
      layers.put(before, input);
    }
    String input = before;
    for (LayerRecord layer : read.values()) {
      if (layer.isInput()) {
        layers.put(layer.configuration().name(), layer);
        continue;
      }
      Call call = new Call(List.of(new Output(before, 0, 0)), Map.of());
      before = layer.configuration().name();
      layers.put(
          before,
          new LayerRecord(layer.configuration(), layer.way(), List.of(call), layer.model()));
    }
    return new ModelRecord(name, layers, List.of(input), List.of(new Output(before, 0, 0)));
  }

  private LayerRecord inputOf(String name, LayerRecord first, JsonNode config) {
    var fields = JsonNodeFactory.instance.objectNode();
    JsonNode shape = config.path("build_input_shape");
    JsonNode own = first.configuration().fields().path("batch_input_shape");
    fields.set("batch_shape", own.isArray() ? own : shape);
    String input = name + " input";
    return new LayerRecord(
        new Configuration(file, INPUT, input, fields),
        List.of(new LayerStep("input_layer", input)),
        List.of(),
        null);
  }

  private List<Output> references(JsonNode json) {
    if (CallReader.isReference(json)) {
      return List.of(CallReader.reference(json));
    }
    List<Output> found = new ArrayList<>();
    for (JsonNode one : json) {
      if (!CallReader.isReference(one)) {
        throw problem("names its inputs and outputs in an unknown way");
      }
      found.add(CallReader.reference(one));
    }
    return found;
  }

  private ExportException problem(String problem) {
    return ExportException.in(file, problem);
  }

  /** Keras' snake case: {@code batch_normalization} for {@code BatchNormalization}. */
  private static String snakeCase(String name) {
    String spaced = WORD.matcher(name.replaceAll("\\W+", "")).replaceAll("$1_$2");
    return WORD_AFTER_SMALL.matcher(spaced).replaceAll("$1_$2").toLowerCase(Locale.ROOT);
  }
}
