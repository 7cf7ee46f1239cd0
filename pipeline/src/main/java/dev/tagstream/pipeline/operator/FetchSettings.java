package dev.tagstream.pipeline.operator;

import dev.tagstream.pipeline.fetch.Fetching;
import dev.tagstream.pipeline.storm.StormLimits;
import java.io.Serializable;
import java.time.Duration;

/**
 * The settings of the step that fetches images.
 *
 * @param fetching the places, the connection and the limits
 * @param drainTimeout the longest wait of a checkpoint for images that are being fetched
 * @param storm when rejects are a storm
 */
public record FetchSettings(Fetching fetching, Duration drainTimeout, StormLimits storm)
    implements Serializable {}
