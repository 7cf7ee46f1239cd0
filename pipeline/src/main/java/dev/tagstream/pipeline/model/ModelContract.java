package dev.tagstream.pipeline.model;

import dev.tagstream.pipeline.image.Preprocessing;
import java.io.Serializable;

/**
 * What a model file says of itself: its input, how pictures are prepared for it, its output and its
 * labels.
 *
 * @param name the model's name, such as {@code resnet50}
 * @param sha256 of the model file: 64 lower-case hexadecimal digits
 * @param input the tensor it takes
 * @param preprocessing how pictures become that tensor
 * @param output the tensor it gives
 * @param labels the names of its classes
 */
public record ModelContract(
    String name,
    String sha256,
    InputSpec input,
    Preprocessing preprocessing,
    OutputSpec output,
    Labels labels)
    implements Serializable {}
