/**
 * Runs a finished model in ONNX Runtime before it is used.
 *
 * <p>Depends on the contract, not on weights, ResNets or the building of graphs.
 *
 * <p>Not part of the API, except for types that the API's signatures name.
 */
@NullMarked
package dev.tagstream.export.verify;

import org.jspecify.annotations.NullMarked;
