package dev.tagstream.export.onnx;

import dev.tagstream.schemas.model.EmbeddingSpec;

/**
 * The features that a graph from elsewhere gives.
 *
 * @param model which gives them as {@code embedding} says
 * @param embedding what they are
 */
public record ForeignEmbedding(ForeignModel model, EmbeddingSpec embedding) {}
