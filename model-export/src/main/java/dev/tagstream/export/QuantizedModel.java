package dev.tagstream.export;

import dev.tagstream.export.verify.Agreement;
import dev.tagstream.schemas.model.Contract;

/**
 * An int8 model that was written.
 *
 * @param contract of the model
 * @param heldBack its agreement with the float32 model, on images that did not calibrate it
 */
public record QuantizedModel(Contract contract, Agreement heldBack) {}
