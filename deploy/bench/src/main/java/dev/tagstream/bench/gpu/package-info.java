/**
 * Measurements of a GPU for benchmarks: its utilization, and its JPEG decoder compared with the
 * CPU's.
 *
 * <p>{@code deploy/bench/gpu/run} runs them and {@code bench end-to-end} in ten minutes.
 */
@NullMarked
package dev.tagstream.bench.gpu;

import org.jspecify.annotations.NullMarked;
