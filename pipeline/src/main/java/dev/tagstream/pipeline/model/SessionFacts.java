package dev.tagstream.pipeline.model;

import org.jspecify.annotations.Nullable;

/**
 * Facts about a session beside its model.
 *
 * @param device the device that runs it: {@code cpu}, or the provider and the GPU, such as {@code
 *     cuda:0}
 * @param residentBytes the growth of the process's resident memory while the session was opened and
 *     warmed up, including other work in that time; 0 if the system does not report it. It does not
 *     include the GPU's own memory
 * @param fallback the reason why the CPU runs the model instead of a GPU; null without a fallback
 */
public record SessionFacts(String device, long residentBytes, @Nullable String fallback) {}
