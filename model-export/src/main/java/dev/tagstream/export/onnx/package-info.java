/**
 * ONNX files: building a graph on the official protobuf classes, reading and writing files and
 * their metadata, and understanding a graph that somebody else built.
 *
 * <p>Knows nothing of weight files or ResNets.
 */
@NullMarked
package dev.tagstream.export.onnx;

import org.jspecify.annotations.NullMarked;
