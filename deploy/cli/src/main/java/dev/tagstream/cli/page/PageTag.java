package dev.tagstream.cli.page;

/**
 * A tag on a page.
 *
 * @param label the class's name
 * @param score its probability, 0 to 1
 */
public record PageTag(String label, float score) {}
