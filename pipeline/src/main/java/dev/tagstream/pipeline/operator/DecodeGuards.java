package dev.tagstream.pipeline.operator;

import dev.tagstream.pipeline.crash.JournalFolder;
import java.io.Serializable;
import java.time.Duration;

/**
 * What keeps an image from stopping the job for ever.
 *
 * @param journals where the job notes what is in hand
 * @param maxDecodeTime how long an image may be decoded, at least 10 ms
 * @param storm when rejects are a storm
 */
public record DecodeGuards(JournalFolder journals, Duration maxDecodeTime, StormLimits storm)
    implements Serializable {}
