/**
 * A model's folder as Hugging Face and timm publish it: the weights file, labels, preprocessing and
 * network.
 *
 * <p>Depends on files and the contract, not on formats of weights, ONNX or ResNets.
 *
 * <p>Not part of the API, except for types that the API's signatures name.
 */
@NullMarked
package dev.tagstream.export.folder;

import org.jspecify.annotations.NullMarked;
