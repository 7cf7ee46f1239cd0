package dev.tagstream.export.keras;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One call of a layer.
 *
 * @param operands in their order; those of a list count one by one
 * @param options by their names, such as {@code training}
 */
record Call(List<Operand> operands, Map<String, Operand> options) {

  Call {
    operands = List.copyOf(operands);
    options = Map.copyOf(options);
  }

  /** What the call needs of other layers. */
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
