/**
 * What benchmarks of a card need: how busy it is, and its decoder of JPEGs beside the CPU's.
 *
 * <p>{@code deploy/bench/gpu/run} runs them, beside {@code bench end-to-end}, in ten minutes.
 */
@NullMarked
package dev.tagstream.bench.gpu;

import org.jspecify.annotations.NullMarked;
