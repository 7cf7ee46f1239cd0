package dev.tagstream.bench.scale;

/**
 * The measurement after a number of events.
 *
 * @param events since the warm-up
 * @param wallMicros wall time of one image since the previous mark, without the time to publish
 *     events
 * @param cpuMicros processor time of the whole process for one image since the previous mark
 * @param footprint the memory at this mark
 */
public record Mark(long events, double wallMicros, double cpuMicros, Footprint footprint) {}
