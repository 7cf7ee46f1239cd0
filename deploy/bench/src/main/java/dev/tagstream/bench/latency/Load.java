package dev.tagstream.bench.latency;

/**
 * What events at one rate waited.
 *
 * @param share of the capacity, in percent
 * @param eventsPerSecond that were due
 * @param events how many
 * @param published by how much events were published after they were due; the sender's own lag,
 *     which is part of the latencies
 * @param written from when an event was due until its result could be read uncommitted
 * @param committed from when it was due until its result could be read committed
 */
public record Load(
    int share,
    double eventsPerSecond,
    int events,
    Percentiles published,
    Percentiles written,
    Percentiles committed) {}
