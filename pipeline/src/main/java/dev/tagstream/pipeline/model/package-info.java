/**
 * Models from the view of the job: a model's contract, batches in, scores or a failure out, and the
 * tags that follow from scores.
 *
 * <p>Depends on no runtime; {@code model.session} does. Does not depend on Flink, Kafka or Avro.
 *
 * <p>Not part of the API, except for types that the API's signatures name.
 */
@NullMarked
package dev.tagstream.pipeline.model;

import org.jspecify.annotations.NullMarked;
