/**
 * Benchmarks that can be believed: sides that do equal work take turns in one process, so that
 * whatever else the machine does slows all of them; what counts are the medians of the ratios of
 * the single rounds, their spread, and processor time beside the clock.
 *
 * <p>Knows nothing of images, models, Kafka, Flink and the command line.
 */
@NullMarked
package dev.tagstream.bench.frame;

import org.jspecify.annotations.NullMarked;
