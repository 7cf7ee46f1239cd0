/**
 * {@code tagstream verify}: compares a model with another model, or with known tags.
 *
 * <p>Images go through the pipeline's own decoder, normalizer and session, each by its model's own
 * contract, so the comparison measures what the job does. Does not depend on Flink and Kafka.
 */
@NullMarked
package dev.tagstream.cli.verify;

import org.jspecify.annotations.NullMarked;
