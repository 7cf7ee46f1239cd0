/**
 * A model's folder as Hugging Face and timm publish it: where its weights lie, and what its files
 * say of labels, images and the network.
 *
 * <p>Knows files and the contract, and nothing of weight files' formats, ONNX or ResNets.
 */
@NullMarked
package dev.tagstream.export.folder;

import org.jspecify.annotations.NullMarked;
