/**
 * The records that flow through the pipeline: the source of an image, the image at each step, and
 * its outcome, which is tags or a reject with a reason.
 *
 * <p>Depends only on {@code bytes}, and on Flink's types to serialize an {@code ImageSource}. Every
 * other package may depend on these records.
 *
 * <p>Part of the API, see {@code pipeline/README.md}.
 */
@NullMarked
package dev.tagstream.pipeline.record;

import org.jspecify.annotations.NullMarked;
