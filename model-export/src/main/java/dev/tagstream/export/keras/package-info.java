/**
 * Keras models: their configuration is read into records and then written layer by layer as an ONNX
 * graph. {@link dev.tagstream.export.keras.ModelReader} reads, {@link
 * dev.tagstream.export.keras.LayerKind} has the table of layers, {@link
 * dev.tagstream.export.keras.KerasGraph} writes.
 *
 * <p>Shapes and axes are those of Keras until a layer needs planes; {@link
 * dev.tagstream.export.keras.Features} records the order of the numbers. Code in a file never runs.
 * Unknown layers, and unknown settings that would change the result, are refused by name.
 *
 * <p>Depends on tensors by layer, not on the formats of files.
 *
 * <p>Not part of the API, except for types that the API's signatures name.
 */
@NullMarked
package dev.tagstream.export.keras;

import org.jspecify.annotations.NullMarked;
