/**
 * A model's folder as Hugging Face and timm publish it: the weights file, labels, preprocessing and
 * network.
 *
 * <p>Depends on files and the contract, not on formats of weights, ONNX or ResNets.
 */
@NullMarked
package dev.tagstream.export.folder;

import org.jspecify.annotations.NullMarked;
