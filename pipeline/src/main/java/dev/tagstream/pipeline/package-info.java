/**
 * The job: it reads images from Kafka, tags them with a model inside Flink, and writes the tags
 * back to Kafka.
 *
 * <p>Part of the API, see {@code pipeline/README.md}.
 */
@NullMarked
package dev.tagstream.pipeline;

import org.jspecify.annotations.NullMarked;
