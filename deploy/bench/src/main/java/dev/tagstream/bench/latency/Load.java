package dev.tagstream.bench.latency;

/**
 * The latency of events at one rate.
 *
 * @param share the rate as a share of the capacity, in percent
 * @param eventsPerSecond in the schedule
 * @param events the number of events
 * @param published the delay between schedule and publication: the sender's lag, which is part of
 *     the latencies
 * @param written the time from schedule until the result was readable uncommitted
 * @param committed the time from schedule until the result was readable committed
 */
public record Load(
    int share,
    double eventsPerSecond,
    int events,
    Percentiles published,
    Percentiles written,
    Percentiles committed) {}
