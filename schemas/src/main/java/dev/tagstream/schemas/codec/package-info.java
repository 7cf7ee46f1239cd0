/**
 * The wire format of every topic: Avro's single-object encoding, which is the bytes {@code C3 01},
 * the CRC-64-AVRO fingerprint of the writer's schema and the record in Avro's binary encoding.
 *
 * <p>Depends on Avro only, not on Kafka, Flink or images.
 *
 * <p>Part of the API, see {@code pipeline/README.md}.
 *
 * @see <a
 *     href="https://avro.apache.org/docs/1.12.0/specification/#single-object-encoding">Specification</a>
 */
@NullMarked
package dev.tagstream.schemas.codec;

import org.jspecify.annotations.NullMarked;
