/**
 * The crash-loop breaker: remembers on disk which records were in hand when the process died, so
 * that a record that kills it is not tried for ever.
 *
 * <p>Knows records only; nothing of Flink, Kafka, Avro, ONNX Runtime or OpenCV.
 */
@NullMarked
package dev.tagstream.pipeline.crash;

import org.jspecify.annotations.NullMarked;
