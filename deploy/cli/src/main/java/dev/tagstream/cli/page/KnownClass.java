package dev.tagstream.cli.page;

import org.jspecify.annotations.Nullable;

/**
 * The known class of an image.
 *
 * @param label the class's name
 * @param right whether the best tag is that class
 * @param referenceRight whether the reference's best tag is; null if there is no reference
 */
public record KnownClass(String label, boolean right, @Nullable Boolean referenceRight) {}
