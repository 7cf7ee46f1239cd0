/**
 * Topics: endpoints of the job, and the translation between Avro on the wire and domain records.
 *
 * <p>The only package that depends on Kafka clients.
 *
 * <p>Not part of the API, except for types that the API's signatures name.
 */
@NullMarked
package dev.tagstream.pipeline.kafka;

import org.jspecify.annotations.NullMarked;
