package dev.tagstream.export.onnx;

import dev.tagstream.schemas.model.EmbeddingSpec;

/**
 * The embedding of a foreign graph.
 *
 * @param model with an output as in {@code embedding}
 * @param embedding the output
 */
public record ForeignEmbedding(ForeignModel model, EmbeddingSpec embedding) {}
