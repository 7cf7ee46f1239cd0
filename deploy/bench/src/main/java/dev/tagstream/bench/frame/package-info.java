/**
 * The frame of fair benchmarks: sides that do equal work take turns in one process, so that other
 * load on the machine slows all of them. The results are the ratios of single rounds, by median and
 * spread, for wall time and processor time.
 *
 * <p>Does not depend on images, models, Kafka, Flink or the command line.
 */
@NullMarked
package dev.tagstream.bench.frame;

import org.jspecify.annotations.NullMarked;
