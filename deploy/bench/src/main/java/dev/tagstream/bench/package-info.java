/**
 * The benchmarks of {@code tagstream bench}: each class defines a comparison, and {@code
 * bench.frame} measures it. Does not depend on the command line.
 */
@NullMarked
package dev.tagstream.bench;

import org.jspecify.annotations.NullMarked;
