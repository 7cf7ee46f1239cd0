package dev.tagstream.cli.drift;

import dev.tagstream.pipeline.drift.Drift;
import dev.tagstream.pipeline.drift.DriftReference;
import org.jspecify.annotations.Nullable;

/**
 * The comparison of a window with a reference.
 *
 * @param drift of all results of the reference's model
 * @param ofOtherModels the results of the window that other models gave
 * @param byAttribute the drift by the values of an attribute; null if none was asked for
 */
record DriftReport(
    DriftReference reference,
    Drift drift,
    long ofOtherModels,
    @Nullable AttributeDrift byAttribute) {

  /** A table for people. */
  String text() {
    return new DriftText(this).toString();
  }

  /** One JSON object. */
  String json() {
    return DriftJson.of(this);
  }
}
