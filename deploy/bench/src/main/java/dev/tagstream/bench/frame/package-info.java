/**
 * The frame of fair benchmarks: sides that do equal work take turns in one process, so that other
 * load on the machine slows all of them. The results are the medians of the ratios of single
 * rounds, their spread, and processor time beside wall time.
 *
 * <p>Does not depend on images, models, Kafka, Flink or the command line.
 */
@NullMarked
package dev.tagstream.bench.frame;

import org.jspecify.annotations.NullMarked;
