package dev.tagstream.pipeline.operator;

import dev.tagstream.pipeline.crash.JournalFolder;
import dev.tagstream.pipeline.storm.StormLimits;
import java.io.Serializable;
import java.time.Duration;

/**
 * The guards that keep an image from stopping the job for ever.
 *
 * @param journals the folder that records the images in progress
 * @param maxDecodeTime the longest time to decode an image, at least 10 ms
 * @param storm when rejects are a storm
 */
public record DecodeGuards(JournalFolder journals, Duration maxDecodeTime, StormLimits storm)
    implements Serializable {}
