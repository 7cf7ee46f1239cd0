package dev.tagstream.export.tensor;

/**
 * One step on the way from a model to a layer of it, which may be a model itself.
 *
 * @param key the layer's class and its number among those of its class, such as {@code conv2d_1}
 *     for the second {@code Conv2D}; files that know no names have it
 * @param name the layer's own name; empty if it is not known
 */
public record LayerStep(String key, String name) {}
