/**
 * Facts that a user states about a model in addition to its weights: preprocessing, labels, or
 * parts of a contract.
 *
 * <p>Does not depend on ONNX, weight files or ResNets.
 *
 * <p>Not part of the API, except for types that the API's signatures name.
 */
@NullMarked
package dev.tagstream.export.contract;

import org.jspecify.annotations.NullMarked;
