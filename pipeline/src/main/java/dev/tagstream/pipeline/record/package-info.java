/**
 * What flows through the pipeline: what an image came in, the image that it carries from step to
 * step, and what becomes of it, tags or a reject with its reason.
 *
 * <p>Knows nothing but {@code bytes}, and of Flink how it carries an {@code ImageSource}: every
 * other package may know these records.
 */
@NullMarked
package dev.tagstream.pipeline.record;

import org.jspecify.annotations.NullMarked;
