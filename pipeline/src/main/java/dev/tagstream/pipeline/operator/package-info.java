/**
 * The steps of the job as Flink operators on domain records.
 *
 * <p>Depends on neither Kafka nor Avro.
 *
 * <p>Not part of the API, except for types that the API's signatures name.
 */
@NullMarked
package dev.tagstream.pipeline.operator;

import org.jspecify.annotations.NullMarked;
