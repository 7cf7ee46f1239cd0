package dev.tagstream.cli.tag.output;

/**
 * The facts about a model in its answers.
 *
 * @param name such as {@code resnet50}
 * @param sha256 of the model file
 * @param mostTags the most tags of an image
 */
public record ModelFacts(String name, String sha256, int mostTags) {}
