/**
 * ONNX files: building a graph on the official protobuf classes, reading and writing files and
 * their metadata, and analyzing foreign graphs.
 *
 * <p>Does not depend on weight files or ResNets.
 *
 * <p>Tagstream has its own {@code ShapeInference}. ONNX Runtime infers shapes too, but its Java API
 * exposes only those of inputs and outputs. To read the others, Tagstream would have to declare
 * each value as an output and open a session on the whole file before it has been validated. {@code
 * ShapeInference} supports the operators of convolutional networks and names the first one that it
 * does not support.
 *
 * <p>Not part of the API, except for types that the API's signatures name.
 */
@NullMarked
package dev.tagstream.export.onnx;

import org.jspecify.annotations.NullMarked;
