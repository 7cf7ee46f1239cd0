package dev.tagstream.cli.tag;

import dev.tagstream.pipeline.record.ImageOutcome;
import org.jspecify.annotations.Nullable;

/**
 * An answer, and what a page shows of its image.
 *
 * @param outcome the answer
 * @param thumbnail a JPEG; null if there is none, or no page. Not to be changed
 */
record Answered(ImageOutcome outcome, byte @Nullable [] thumbnail) {}
