/**
 * Models: the contract a model file carries in its metadata, and sessions that run it on a device.
 *
 * <p>The only package that knows ONNX Runtime. Knows nothing of Flink, Kafka or Avro.
 */
@NullMarked
package dev.tagstream.pipeline.model;

import org.jspecify.annotations.NullMarked;
