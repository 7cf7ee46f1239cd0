/**
 * Topics: endpoints of the job, and the translation between Avro on the wire and domain records.
 *
 * <p>The only package that depends on Kafka clients.
 */
@NullMarked
package dev.tagstream.pipeline.kafka;

import org.jspecify.annotations.NullMarked;
