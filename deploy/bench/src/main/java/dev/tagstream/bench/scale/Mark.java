package dev.tagstream.bench.scale;

/**
 * What was seen when so many events were through.
 *
 * @param events since the warm-up
 * @param wallMicros of one image since the mark before, by the clock, while events were there
 * @param cpuMicros of one image since the mark before, processor time of the whole process
 * @param footprint what the process takes now
 */
public record Mark(long events, double wallMicros, double cpuMicros, Footprint footprint) {}
