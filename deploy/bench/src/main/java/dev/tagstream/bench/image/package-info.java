/** The images of benchmarks: generated from a seed, or a user's folder. */
@NullMarked
package dev.tagstream.bench.image;

import org.jspecify.annotations.NullMarked;
