package dev.tagstream.pipeline.drift;

import java.io.Serializable;

/**
 * What a job watches for drift.
 *
 * @param reference of one of its models
 * @param window how much is compared at a time
 */
public record DriftSettings(DriftReference reference, DriftWindow window) implements Serializable {}
