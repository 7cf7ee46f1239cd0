package dev.tagstream.pipeline.record;

import org.jspecify.annotations.Nullable;

/**
 * An image that cannot be tagged, as a value for the rejects topic.
 *
 * @param source the record or object it came in
 * @param id the sender's name for it; null if the event could not be read
 * @param reason of the reject
 * @param stage the step that rejected it
 * @param detail one line: the rule and the value that broke it
 * @param role of the model that failed on it; null if no model did
 */
public record RejectedImage(
    ImageSource source,
    @Nullable String id,
    RejectReason reason,
    Stage stage,
    String detail,
    @Nullable ModelRole role)
    implements ImageOutcome {

  /** An image that no model failed on, or the only model of a job. */
  public RejectedImage(
      ImageSource source, @Nullable String id, RejectReason reason, Stage stage, String detail) {
    this(source, id, reason, stage, detail, null);
  }
}
