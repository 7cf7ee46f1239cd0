package dev.tagstream.pipeline.model;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a session beside its model.
 *
 * @param device where it really runs: {@code cpu}, or the provider and the GPU, such as {@code
 *     cuda:0}
 * @param residentBytes by how much the process grew while the session was opened and warmed up,
 *     whatever else it did meanwhile; 0 where that cannot be told. A GPU's own memory is not in it
 * @param fallback why the CPU has to do what a GPU was wished for; null where nothing fell back
 */
public record SessionFacts(String device, long residentBytes, @Nullable String fallback) {}
