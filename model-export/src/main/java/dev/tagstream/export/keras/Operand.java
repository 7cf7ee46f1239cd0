package dev.tagstream.export.keras;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** What a layer is called with. */
sealed interface Operand {

  /**
   * What another layer gives.
   *
   * @param layer its name
   * @param call which of its calls, from 0
   * @param output which of the call's outputs, from 0
   */
  record Output(String layer, int call, int output) implements Operand {}

  /** Numbers that stand in the configuration: one, or one for each channel. */
  record Numbers(List<Double> values) implements Operand {

    public Numbers {
      values = List.copyOf(values);
    }
  }

  /** Anything else, which only some operations understand. */
  record Other(JsonNode json) implements Operand {}
}
