package dev.tagstream.export.tensor;

/**
 * One step on the path from a model to one of its layers, which may be a model itself.
 *
 * @param key the layer's class and its number among those of its class, such as {@code conv2d_1}
 *     for the second {@code Conv2D}; it identifies the layer in files without names
 * @param name the layer's own name; empty if it is unknown
 */
public record LayerStep(String key, String name) {}
