/**
 * Tensors in memory and tensors in a file, for any file format.
 *
 * <p>Does not depend on file formats, ONNX or ResNets.
 *
 * <p>Not part of the API, except for types that the API's signatures name.
 */
@NullMarked
package dev.tagstream.export.tensor;

import org.jspecify.annotations.NullMarked;
