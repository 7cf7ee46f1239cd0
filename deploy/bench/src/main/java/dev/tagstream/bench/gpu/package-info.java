/**
 * Measurements of a GPU for benchmarks: how busy it is, and its JPEG decoder beside the CPU's.
 *
 * <p>{@code deploy/bench/gpu/run} runs them, beside {@code bench end-to-end}, in ten minutes.
 */
@NullMarked
package dev.tagstream.bench.gpu;

import org.jspecify.annotations.NullMarked;
