/** How long an event waits for its result while events come in by the clock, not by demand. */
@NullMarked
package dev.tagstream.bench.latency;

import org.jspecify.annotations.NullMarked;
