/** Measures the latency from event to result while events arrive by a schedule, not on demand. */
@NullMarked
package dev.tagstream.bench.latency;

import org.jspecify.annotations.NullMarked;
