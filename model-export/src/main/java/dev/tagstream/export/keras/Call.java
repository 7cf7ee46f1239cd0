package dev.tagstream.export.keras;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One call of a layer.
 *
 * @param operands in order; the items of a list count one by one
 * @param options by name, such as {@code training}
 */
record Call(List<Operand> operands, Map<String, Operand> options) {

  Call {
    operands = List.copyOf(operands);
    options = Map.copyOf(options);
  }

  /** The outputs of other layers that the call reads. */
  List<Operand.Output> outputs() {
    List<Operand.Output> outputs = new ArrayList<>();
    for (Operand operand : operands) {
      if (operand instanceof Operand.Output output) {
        outputs.add(output);
      }
    }
    for (Operand operand : options.values()) {
      if (operand instanceof Operand.Output output) {
        outputs.add(output);
      }
    }
    return outputs;
  }
}
