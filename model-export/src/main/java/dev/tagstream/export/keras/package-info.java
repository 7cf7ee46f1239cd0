/**
 * Keras models as their own configuration describes them: read into records, then written layer by
 * layer as an ONNX graph. {@link dev.tagstream.export.keras.ModelReader} reads, {@link
 * dev.tagstream.export.keras.LayerKind} has the table of layers, {@link
 * dev.tagstream.export.keras.KerasGraph} writes.
 *
 * <p>Shapes and axes are Keras' until a layer needs planes; {@link
 * dev.tagstream.export.keras.Features} says in which order the numbers lie. No code of a file ever
 * runs: a layer that is not in the table is refused by its name, and so is each of its settings
 * that would change what it computes.
 *
 * <p>Knows tensors by their layers, and nothing of the files that they come from.
 */
@NullMarked
package dev.tagstream.export.keras;

import org.jspecify.annotations.NullMarked;
