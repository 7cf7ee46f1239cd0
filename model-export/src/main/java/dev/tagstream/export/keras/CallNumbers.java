package dev.tagstream.export.keras;

import dev.tagstream.export.keras.Operand.Output;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Numbers all calls from 0. In some places Keras numbers the calls of a layer that is itself a
 * model from 1: Keras 2 does so everywhere, Keras 3 only for functional models in the list of a
 * model's outputs.
 */
final class CallNumbers {

  private final Map<String, LayerRecord> layers;
  private final boolean fromKeras2;

  /**
   * @param form of the calls
   */
  CallNumbers(Map<String, LayerRecord> layers, Form form) {
    this.layers = layers;
    this.fromKeras2 = form == Form.KERAS_2;
  }

  /** The notation of calls in the file. */
  enum Form {
    KERAS_2,
    KERAS_3
  }

  Map<String, LayerRecord> layers() {
    Map<String, LayerRecord> counted = new LinkedHashMap<>();
    layers.forEach(
        (name, layer) ->
            counted.put(
                name,
                new LayerRecord(
                    layer.configuration(),
                    layer.way(),
                    layer.calls().stream().map(this::counted).toList(),
                    layer.model())));
    return counted;
  }

  List<Output> outputs(List<Output> outputs) {
    return outputs.stream()
        .map(
            output -> {
              LayerRecord layer = layers.get(output.layer());
              boolean sequential =
                  layer != null && layer.configuration().type().equals(ModelReader.SEQUENTIAL);
              return fromKeras2 || !sequential ? fromOne(output) : output;
            })
        .toList();
  }

  private Call counted(Call call) {
    if (!fromKeras2) {
      return call;
    }
    UnaryOperator<Operand> operand =
        given -> given instanceof Output output ? fromOne(output) : given;
    Map<String, Operand> options = new LinkedHashMap<>();
    call.options().forEach((name, given) -> options.put(name, operand.apply(given)));
    return new Call(call.operands().stream().map(operand).toList(), options);
  }

  private Output fromOne(Output output) {
    LayerRecord layer = layers.get(output.layer());
    boolean counts = layer != null && layer.model() != null && output.call() > 0;
    return counts ? new Output(output.layer(), output.call() - 1, output.output()) : output;
  }
}
