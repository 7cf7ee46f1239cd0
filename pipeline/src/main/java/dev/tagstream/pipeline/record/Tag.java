package dev.tagstream.pipeline.record;

import org.jspecify.annotations.Nullable;

/**
 * One label of the model with its score.
 *
 * @param index the class's position in the model's output, from 0
 * @param label the class's name; its index in digits if the model has no labels
 * @param wnid the class's WordNet id, such as {@code n02123045}; null if the model has none
 * @param score the class's probability, 0 to 1
 */
public record Tag(int index, String label, @Nullable String wnid, float score) {}
