package dev.tagstream.pipeline.record;

import org.jspecify.annotations.Nullable;

/**
 * An image that cannot be tagged, as a value: it leaves by the rejects topic and takes nothing with
 * it.
 *
 * @param source the record or object it came in
 * @param id the sender's name for it; null where the event could not be read
 * @param reason what was wrong
 * @param stage the step that found it
 * @param detail one line: the rule and the value that broke it
 */
public record RejectedImage(
    ImageSource source, @Nullable String id, RejectReason reason, Stage stage, String detail) {}
