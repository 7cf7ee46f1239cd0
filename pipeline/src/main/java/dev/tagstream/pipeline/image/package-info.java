/**
 * Pictures: from encoded bytes to the pixels a model wants, and the reasons why a picture is
 * refused.
 *
 * <p>Knows nothing of Flink, Kafka, Avro or ONNX Runtime.
 */
@NullMarked
package dev.tagstream.pipeline.image;

import org.jspecify.annotations.NullMarked;
