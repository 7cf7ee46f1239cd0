/**
 * Tensors in memory and tensors still in a file, whatever the file's format.
 *
 * <p>Knows nothing of file formats, ONNX or ResNets.
 */
@NullMarked
package dev.tagstream.export.tensor;

import org.jspecify.annotations.NullMarked;
