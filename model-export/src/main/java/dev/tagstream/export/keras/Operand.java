package dev.tagstream.export.keras;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** An argument in the call of a layer. */
sealed interface Operand {

  /**
   * The output of another layer.
   *
   * @param layer the layer's name
   * @param call the number of its call, from 0
   * @param output the number of the call's output, from 0
   */
  record Output(String layer, int call, int output) implements Operand {}

  /** Numbers in the configuration: one, or one for each channel. */
  record Numbers(List<Double> values) implements Operand {

    public Numbers {
      values = List.copyOf(values);
    }
  }

  /** Anything else, which only some operations support. */
  record Other(JsonNode json) implements Operand {}
}
