package dev.tagstream.cli.page;

import org.jspecify.annotations.Nullable;

/**
 * What an image is known to show.
 *
 * @param label the class's name
 * @param right whether the best tag is that class
 * @param referenceRight whether the reference's best tag is; null where there is no reference
 */
public record KnownClass(String label, boolean right, @Nullable Boolean referenceRight) {}
