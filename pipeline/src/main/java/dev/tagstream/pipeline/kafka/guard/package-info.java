/**
 * Flink's Kafka source and sink with guards, so that nothing is lost, repeated or ended silently.
 *
 * <ul>
 *   <li>{@code GuardedCommitter} asks the broker what became of a transaction that it does not
 *       commit.
 *   <li>{@code GuardedReader} notices that records were deleted before they were read.
 *   <li>{@code BoundedClose} closes all of them without throwing, because Flink ends the whole
 *       TaskManager when a task cannot be cleaned up.
 * </ul>
 *
 * <p>A guard fails the job for good where only a person can decide ({@code
 * SuppressRestartsException}), with one line that names the option to go on. Knows nothing of Avro
 * and of the translation of records.
 */
@NullMarked
package dev.tagstream.pipeline.kafka.guard;

import org.jspecify.annotations.NullMarked;
