/**
 * Runs what was made, in ONNX Runtime, before anybody else does.
 *
 * <p>Knows the contract and nothing of weights, ResNets or how a graph is built.
 */
@NullMarked
package dev.tagstream.export.verify;

import org.jspecify.annotations.NullMarked;
