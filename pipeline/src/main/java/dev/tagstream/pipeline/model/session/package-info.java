/**
 * Sessions: model files, loaded into ONNX Runtime on a device and leased to their users.
 *
 * <p>{@link dev.tagstream.pipeline.model.session.SessionRegistry} is the entry point. On a CPU
 * every caller drives the one session itself; on a GPU batches wait for one of three lanes and are
 * merged.
 *
 * <p>The only package that depends on ONNX Runtime. Does not depend on Flink, Kafka or Avro.
 *
 * <p>Not part of the API, except for types that the API's signatures name.
 */
@NullMarked
package dev.tagstream.pipeline.model.session;

import org.jspecify.annotations.NullMarked;
