/** The images that benchmarks work on: generated from a seed, or a folder of one's own. */
@NullMarked
package dev.tagstream.bench.image;

import org.jspecify.annotations.NullMarked;
