/**
 * What benchmarks measure the job against: the same work in plain loops, without Kafka and Flink.
 */
@NullMarked
package dev.tagstream.bench.bare;

import org.jspecify.annotations.NullMarked;
