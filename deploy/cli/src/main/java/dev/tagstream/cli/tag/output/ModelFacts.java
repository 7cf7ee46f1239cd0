package dev.tagstream.cli.tag.output;

/**
 * What answers say of the model that gave them.
 *
 * @param name such as {@code resnet50}
 * @param sha256 of the model file
 * @param mostTags of an image
 */
public record ModelFacts(String name, String sha256, int mostTags) {}
