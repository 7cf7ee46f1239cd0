package dev.tagstream.pipeline.operator;

import dev.tagstream.pipeline.fetch.Fetching;
import java.io.Serializable;
import java.time.Duration;

/**
 * How images are fetched by the job.
 *
 * @param fetching how images are fetched
 * @param drainTimeout how long a checkpoint waits for images on their way
 * @param storm when rejects are a storm
 */
public record FetchSettings(Fetching fetching, Duration drainTimeout, StormLimits storm)
    implements Serializable {}
