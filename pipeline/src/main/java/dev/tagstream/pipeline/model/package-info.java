/**
 * Models, as those see them who run them: what a model says of itself, batches in, scores or a
 * failure out, and the tags that follow from scores.
 *
 * <p>Knows no runtime; {@code model.session} has it. Knows nothing of Flink, Kafka or Avro.
 */
@NullMarked
package dev.tagstream.pipeline.model;

import org.jspecify.annotations.NullMarked;
