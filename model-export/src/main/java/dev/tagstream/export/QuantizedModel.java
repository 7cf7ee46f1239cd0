package dev.tagstream.export;

import dev.tagstream.export.verify.Agreement;
import dev.tagstream.schemas.model.Contract;
import dev.tagstream.schemas.model.ReferenceTags;
import org.jspecify.annotations.Nullable;

/**
 * An int8 model that was written.
 *
 * @param contract of the model
 * @param heldBack its agreement with the float32 model, on images that did not calibrate it
 * @param reference its tags of all images; null if none has a tag
 */
public record QuantizedModel(
    Contract contract, Agreement heldBack, @Nullable ReferenceTags reference) {}
