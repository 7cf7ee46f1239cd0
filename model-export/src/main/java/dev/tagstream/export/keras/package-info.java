/**
 * Keras models as their own configuration describes them: read into records, then written layer by
 * layer as an ONNX graph. {@link dev.tagstream.export.keras.ModelReader} reads, {@link
 * dev.tagstream.export.keras.LayerKind} has the table of layers, {@link
 * dev.tagstream.export.keras.KerasGraph} writes.
 *
 * <p>Shapes and axes are Keras' until a layer needs planes; {@link
 * dev.tagstream.export.keras.Features} records the order of the numbers. No code of a file ever
 * runs: unknown layers, and unknown settings that would change the result, are refused by name.
 *
 * <p>Depends on tensors by layer, not on the files that contain them.
 */
@NullMarked
package dev.tagstream.export.keras;

import org.jspecify.annotations.NullMarked;
