package dev.tagstream.pipeline.model;

import dev.tagstream.pipeline.image.Preprocessing;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What a model file says of itself: its input, how pictures are prepared for it, its output and its
 * labels.
 *
 * @param name the model's name, such as {@code resnet50}
 * @param sha256 of the model file: 64 lower-case hexadecimal digits
 * @param input the tensor it takes
 * @param preprocessing how pictures become that tensor
 * @param output the tensor of scores that it gives
 * @param embedding the tensor of features that it gives, too; null where it gives none
 * @param labels the names of its classes
 */
public record ModelContract(
    String name,
    String sha256,
    InputSpec input,
    Preprocessing preprocessing,
    OutputSpec output,
    @Nullable EmbeddingSpec embedding,
    Labels labels)
    implements Serializable {}
