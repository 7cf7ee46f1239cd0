/**
 * Models that benchmarks run when they are given none. What an image costs a network does not
 * depend on its weights, so random ones do.
 */
@NullMarked
package dev.tagstream.bench.model;

import org.jspecify.annotations.NullMarked;
