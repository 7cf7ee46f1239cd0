package dev.tagstream.pipeline.model;

import java.io.Serializable;

/**
 * The features from which a model's scores are computed: float32 [N, size], trailing dimensions of
 * 1 allowed.
 *
 * @param name of the graph's output
 * @param size the length of one row
 */
public record EmbeddingSpec(String name, int size) implements Serializable {}
