/**
 * The benchmarks of {@code tagstream bench}: each says what is measured against what, {@code
 * bench.frame} how. Knows nothing of the command line.
 */
@NullMarked
package dev.tagstream.bench;

import org.jspecify.annotations.NullMarked;
