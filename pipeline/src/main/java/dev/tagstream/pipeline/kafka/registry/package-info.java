/**
 * A client of schema registries with Confluent's interface, and the schemas that it has seen.
 *
 * <p>That a registry lacks an id is an answer, which is kept for a while. That no registry answers
 * is no answer: a request is repeated for a limited time, and then the caller fails.
 *
 * <p>Knows options, JSON and Avro's schemas, nothing of topics and records.
 *
 * <p>Not part of the API, except for types that the API's signatures name.
 */
@NullMarked
package dev.tagstream.pipeline.kafka.registry;

import org.jspecify.annotations.NullMarked;
