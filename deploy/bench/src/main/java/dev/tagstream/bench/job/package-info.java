/**
 * The real job, with a real broker and Flink in this process, as one side of a benchmark. It runs
 * from the first round to the last and idles while other sides take their turns.
 */
@NullMarked
package dev.tagstream.bench.job;

import org.jspecify.annotations.NullMarked;
