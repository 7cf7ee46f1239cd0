/**
 * Runs a finished model in ONNX Runtime before it is used.
 *
 * <p>Depends on the contract, not on weights, ResNets or the building of graphs.
 */
@NullMarked
package dev.tagstream.export.verify;

import org.jspecify.annotations.NullMarked;
