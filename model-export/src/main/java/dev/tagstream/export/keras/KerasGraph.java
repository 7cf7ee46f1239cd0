package dev.tagstream.export.keras;

import static java.util.Objects.requireNonNull;

import dev.tagstream.export.keras.Operand.Other;
import dev.tagstream.export.keras.Operand.Output;
import dev.tagstream.export.onnx.GraphBuilder;
import dev.tagstream.export.onnx.GraphBuilder.Value;
import dev.tagstream.export.problem.ExportException;
import dev.tagstream.export.tensor.LayeredTensors;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes a model's layers into a graph, each after the layers whose outputs it reads. */
final class KerasGraph {

  /** The limit on calls; nested models could multiply them without end. */
  private static final int MAX_CALLS = 100_000;

  /** The limit on the features of one image, a hundred times those of a usual network. */
  private static final long MAX_FEATURES = 1L << 27;

  private static final int FIRST_WHOSE_MODELS_DECIDE = 3;

  private final LayeredTensors file;
  private final GraphWriter graph;
  private final int version;

  /** The weights by the path of the layer. */
  private final Map<String, LayerWeights> weights = new LinkedHashMap<>();

  private final Set<PixelScaling> pixels = new LinkedHashSet<>();
  private @Nullable Features lastDenseInput;
  private int calls;

  KerasGraph(LayeredTensors file, GraphBuilder graph, int version) {
    this.file = file;
    this.graph = new GraphWriter(graph);
    this.version = version;
  }

  /** A call of a layer; each is written once. */
  private record Key(String layer, int call) {}

  /**
   * Writes a whole model.
   *
   * @return its only output
   */
  Features write(ModelRecord model, Features input) {
    Features output = write(model, List.of(input), model.name());
    int used = weights.values().stream().mapToInt(LayerWeights::count).sum();
    weights.values().forEach(LayerWeights::refuseUnused);
    if (used != file.layerTensors()) {
      throw problem(
          "has %d tensors, but the layers of its configuration have %d"
              .formatted(file.layerTensors(), used));
    }
    return graph.padded(model.name() + "/output", output);
  }

  /**
   * The scalings of an image's levels before the first layers that compute; empty if there are
   * none.
   */
  Set<PixelScaling> pixels() {
    return Set.copyOf(pixels);
  }

  /** The input of the last dense layer; null if there is none. */
  @Nullable Features lastDenseInput() {
    return lastDenseInput;
  }

  long parameters() {
    return weights.values().stream().mapToLong(LayerWeights::parameters).sum();
  }

  Value asShaped(Features features) {
    return graph.asShaped("output", features).value();
  }

  private Features write(ModelRecord model, List<Features> inputs, String path) {
    if (model.inputs().size() != inputs.size()) {
      throw problem(
          "the model %s has the inputs %s; only models with one input, the image, can be exported"
              .formatted(model.name(), model.inputs()));
    }
    if (model.outputs().size() != 1) {
      throw problem(
          "the model %s has %d outputs; save one that outputs only the tags"
              .formatted(model.name(), model.outputs().size()));
    }
    Map<Key, Features> done = new HashMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      done.put(new Key(model.inputs().get(i), 0), inputs.get(i));
    }
    Output wanted = model.outputs().get(0);
    Deque<Key> waiting = new ArrayDeque<>(List.of(new Key(wanted.layer(), wanted.call())));
    Set<Key> begun = new HashSet<>();
    while (!waiting.isEmpty()) {
      Key key = waiting.peek();
      List<Key> missing = done.containsKey(key) ? List.of() : missing(model, key, done);
      if (missing.isEmpty()) {
        waiting.pop();
        if (!done.containsKey(key)) {
          done.put(key, written(model, key, done, path));
        }
      } else if (begun.add(key)) {
        missing.forEach(waiting::push);
      } else {
        throw problem("the layer %s takes its own output".formatted(key.layer()));
      }
    }
    return of(done, wanted);
  }

  private List<Key> missing(ModelRecord model, Key key, Map<Key, Features> done) {
    List<Key> missing = new ArrayList<>();
    for (Output output : call(model, key).outputs()) {
      Key needed = new Key(output.layer(), output.call());
      if (!done.containsKey(needed)) {
        missing.add(needed);
      }
    }
    return missing;
  }

  private Call call(ModelRecord model, Key key) {
    LayerRecord layer = model.layers().get(key.layer());
    if (layer == null) {
      throw problem("calls a layer %s, which it does not have".formatted(key.layer()));
    }
    if (layer.isInput()) {
      throw problem("the layer %s is an input that the model does not name".formatted(key.layer()));
    }
    if (key.call() < 0 || key.call() >= layer.calls().size()) {
      throw problem(
          "takes the output of call %d of the layer %s, which has %d"
              .formatted(key.call(), key.layer(), layer.calls().size()));
    }
    return layer.calls().get(key.call());
  }

  private Features of(Map<Key, Features> done, Output output) {
    Features features = done.get(new Key(output.layer(), output.call()));
    if (features == null || output.output() != 0) {
      throw problem(
          "takes output %d of the layer %s, which has one"
              .formatted(output.output(), output.layer()));
    }
    return features;
  }

  private Features written(ModelRecord model, Key key, Map<Key, Features> done, String path) {
    if (++calls > MAX_CALLS) {
      throw problem("calls layers more than %d times".formatted(MAX_CALLS));
    }
    Call call = call(model, key);
    LayerRecord layer = requireNonNull(model.layers().get(key.layer()));
    refuseOptions(layer.configuration(), call);
    List<Features> inputs = call.outputs().stream().map(output -> of(done, output)).toList();
    String name = path + "/" + layer.configuration().name();
    ModelRecord nested = layer.model();
    if (nested != null) {
      return write(nested, inputs, name);
    }
    LayerCall written =
        new LayerCall(layer.configuration(), call, inputs, weights(layer), graph, name, version);
    Features features = sized(layer.configuration(), written);
    if (layer.configuration().type().equals("Dense")) {
      lastDenseInput = inputs.get(0);
    }
    inputs.stream()
        .map(Features::pixels)
        .filter(scaling -> scaling != null && features.pixels() == null)
        .forEach(pixels::add);
    requireReasonable(layer.configuration(), features);
    return features;
  }

  private Features sized(Configuration configuration, LayerCall call) {
    try {
      return kind(configuration).write(call);
    } catch (ArithmeticException e) {
      throw configuration.problem("outputs more numbers than can be counted");
    }
  }

  private LayerKind kind(Configuration configuration) {
    String type = configuration.type();
    return LayerKind.named(type)
        .orElseThrow(
            () ->
                problem(
                    "the layer %s is a %s, which is not supported; export the model to ONNX and pass it with --onnx"
                        .formatted(configuration.name(), type)));
  }

  private LayerWeights weights(LayerRecord layer) {
    return weights.computeIfAbsent(
        layer.way().toString(),
        way -> new LayerWeights(layer.configuration(), file.layer(layer.way())));
  }

  /**
   * Refuses options that change the computation: training and masks. In Keras 3 the call of the
   * model decides whether its layers train, so this option of a layer has no effect.
   */
  private void refuseOptions(Configuration configuration, Call call) {
    Operand training = call.options().get("training");
    boolean obeys = version < FIRST_WHOSE_MODELS_DECIDE;
    if (obeys && training instanceof Other other && other.json().asBoolean()) {
      throw configuration.problem(
          "is called with training=True, so it does not compute what it does at inference");
    }
    Operand mask = call.options().get("mask");
    if (mask != null && !(mask instanceof Other other && isEmpty(other))) {
      throw configuration.problem("is called with a mask, which is not supported");
    }
  }

  private static boolean isEmpty(Other mask) {
    for (var one : mask.json()) {
      if (!one.isNull()) {
        return false;
      }
    }
    return mask.json().isNull() || mask.json().isArray();
  }

  private static void requireReasonable(Configuration configuration, Features features) {
    long size = 1;
    for (int side : features.shape()) {
      size = Math.multiplyExact(size, side == Features.OPEN ? 1L : side);
      if (size > MAX_FEATURES || size < 1) {
        throw configuration.problem("outputs features of " + features.shape());
      }
    }
  }

  private ExportException problem(String problem) {
    return ExportException.in(file.file(), problem);
  }
}
