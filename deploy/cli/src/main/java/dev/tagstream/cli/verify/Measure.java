package dev.tagstream.cli.verify;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.tagstream.schemas.model.OutputSpec;

/** The rule by which a model and its reference agree on an image. */
enum Measure {
  /** They have the same best tag. */
  TOP_1("top-1 agreement", "reference > 0.5"),
  /** The same labels reach their thresholds, in a model with independent labels. */
  LABELS("label agreement", "reference sure");

  private final String title;
  private final String sureTitle;

  Measure(String title, String sureTitle) {
    this.title = title;
    this.sureTitle = sureTitle;
  }

  /** The rule for models with this output. */
  static Measure of(OutputSpec output) {
    return output.kind() == OutputSpec.Kind.SIGMOID ? LABELS : TOP_1;
  }

  /** The name of the agreement in reports. */
  @JsonValue
  String title() {
    return title;
  }

  /** The name of the images that the reference is sure of. */
  String sureTitle() {
    return sureTitle;
  }
}
