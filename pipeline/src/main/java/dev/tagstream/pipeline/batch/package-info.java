/**
 * Micro-batches: images that go through the model together, in one contiguous direct buffer.
 *
 * <p>Does not depend on Flink, Kafka, Avro or ONNX Runtime.
 *
 * <p>Not part of the API, except for types that the API's signatures name.
 */
@NullMarked
package dev.tagstream.pipeline.batch;

import org.jspecify.annotations.NullMarked;
