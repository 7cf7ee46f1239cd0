/**
 * Measures how long an event waits for its result while events arrive by the clock, not on demand.
 */
@NullMarked
package dev.tagstream.bench.latency;

import org.jspecify.annotations.NullMarked;
