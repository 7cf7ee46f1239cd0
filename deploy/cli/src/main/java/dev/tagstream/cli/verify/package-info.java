/**
 * Compares a model with what it should equal: another model, or tags that are known.
 *
 * <p>Pictures go through the pipeline's own decoder, normalizer and session, each model's by its
 * own contract, so that what is compared and timed is what the job does. Knows nothing of Flink,
 * Kafka and the command line.
 */
@NullMarked
package dev.tagstream.cli.verify;

import org.jspecify.annotations.NullMarked;
