/**
 * Tensors in memory and tensors in a file, for any file format.
 *
 * <p>Does not depend on file formats, ONNX or ResNets.
 */
@NullMarked
package dev.tagstream.export.tensor;

import org.jspecify.annotations.NullMarked;
