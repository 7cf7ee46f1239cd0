/**
 * The steps of the job as Flink operators on domain records.
 *
 * <p>Depends on neither Kafka nor Avro.
 */
@NullMarked
package dev.tagstream.pipeline.operator;

import org.jspecify.annotations.NullMarked;
