/** Measures whole processes, from start to end. */
@NullMarked
package dev.tagstream.bench.process;

import org.jspecify.annotations.NullMarked;
