/** The baselines of benchmarks: the job's work in plain loops, without Kafka and Flink. */
@NullMarked
package dev.tagstream.bench.bare;

import org.jspecify.annotations.NullMarked;
