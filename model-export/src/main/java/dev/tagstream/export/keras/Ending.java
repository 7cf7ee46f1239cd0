package dev.tagstream.export.keras;

import org.jspecify.annotations.Nullable;

/**
 * The last computation of a value, which determines the kind of a network's scores.
 *
 * @param kind of the computation
 * @param layer that computes it, for error messages
 * @param before the value before a softmax or sigmoid; null for the others
 */
record Ending(LastStep kind, String layer, @Nullable Features before) {

  static Ending linear(String layer) {
    return new Ending(LastStep.LINEAR, layer, null);
  }

  static Ending other(String layer) {
    return new Ending(LastStep.OTHER, layer, null);
  }
}
