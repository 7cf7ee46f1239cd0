/** What whole processes take, from their start to their end. */
@NullMarked
package dev.tagstream.bench.process;

import org.jspecify.annotations.NullMarked;
