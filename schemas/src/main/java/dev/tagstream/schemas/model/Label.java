package dev.tagstream.schemas.model;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * The name of one class.
 *
 * @param name for people
 * @param wnid the WordNet id, such as {@code n02123045}; null if there is none
 */
public record Label(String name, @Nullable String wnid) implements Serializable {}
