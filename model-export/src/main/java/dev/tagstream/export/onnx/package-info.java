/**
 * ONNX files: building a graph on the official protobuf classes, reading and writing files and
 * their metadata, and understanding a graph that somebody else built.
 *
 * <p>Knows nothing of weight files or ResNets.
 *
 * <p>{@code ShapeInference} is our own. ONNX Runtime infers shapes too, but its Java API tells only
 * those of a graph's inputs and outputs: to learn the others, one would declare each value as an
 * output and open a session on the file, with its weights, before anything about it is known to be
 * sound. It knows the operators of convolutional networks and stops, by name, at any other.
 */
@NullMarked
package dev.tagstream.export.onnx;

import org.jspecify.annotations.NullMarked;
