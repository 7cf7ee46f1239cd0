/**
 * What a user states of a model beside its weights: preprocessing, labels, or a contract in part.
 *
 * <p>Knows nothing of ONNX, of weight files or of ResNets.
 */
@NullMarked
package dev.tagstream.export.contract;

import org.jspecify.annotations.NullMarked;
