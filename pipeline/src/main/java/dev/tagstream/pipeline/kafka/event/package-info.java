/**
 * The formats of the images topic: Tagstream's own event, a sender's own record, JSON, bare images
 * and notifications of a store. Each becomes an {@link Event}, or is rejected with a reason.
 *
 * <p>Knows the registry's schemas, Avro and JSON, not Kafka's clients.
 *
 * <p>Not part of the API, except for types that the API's signatures name.
 */
@NullMarked
package dev.tagstream.pipeline.kafka.event;

import org.jspecify.annotations.NullMarked;
