package dev.tagstream.pipeline.operator;

import java.io.Serializable;

/**
 * Which tags a result has.
 *
 * @param count at most this many, at least 1
 * @param minScore none with a lower score, 0 to 1
 */
public record TagSelection(int count, float minScore) implements Serializable {}
