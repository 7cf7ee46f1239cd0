/**
 * What flows through the pipeline: a record of the source, the image that it carries from step to
 * step, and what becomes of it, tags or a reject with its reason.
 *
 * <p>Knows nothing but {@code bytes}: every other package may know these records.
 */
@NullMarked
package dev.tagstream.pipeline.record;

import org.jspecify.annotations.NullMarked;
