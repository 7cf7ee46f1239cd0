/**
 * Sessions: model files, loaded into ONNX Runtime on a device and leased to those who run them.
 *
 * <p>{@link dev.tagstream.pipeline.model.session.SessionRegistry} is the way in. On a CPU every
 * caller drives the one session itself; on a GPU batches wait for one of two lanes and are merged.
 *
 * <p>The only package that knows ONNX Runtime. Knows nothing of Flink, Kafka or Avro.
 */
@NullMarked
package dev.tagstream.pipeline.model.session;

import org.jspecify.annotations.NullMarked;
