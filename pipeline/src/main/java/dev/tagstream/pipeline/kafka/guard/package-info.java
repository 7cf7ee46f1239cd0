/**
 * Flink's Kafka source and sink with guards, so that nothing is lost, repeated or ended silently.
 *
 * <ul>
 *   <li>{@code GuardedEnumerator} holds the job's lease (see {@code kafka.lease}), so that one job
 *       runs for each transactional prefix. It also restarts the job if the images topic is
 *       recreated.
 *   <li>{@code GuardedReader} notices that records were deleted before they were read. Its state
 *       keeps the topic's id beside each offset ({@code TopicSplit}). Before it continues from a
 *       restored state, {@code RestoredSplits} compares the id with the broker's, and the offsets
 *       with those that the group has committed: a job commits offsets only after the checkpoint
 *       that has them, so a state that is behind them is not the newest one.
 *   <li>{@code GuardedWriter} writes nothing before the lease names its job. Before a checkpoint it
 *       asks the partitions' leaders whether its transaction still begins at its first record
 *       ({@code OpenTransaction}). If not, somebody aborted it past its coordinator, and the job
 *       restarts from its latest checkpoint and recomputes the results.
 *   <li>{@code GuardedCommitter} looks up the outcome of a transaction that the broker does not
 *       commit.
 *   <li>{@code BoundedClose} closes all of them without throwing, because Flink ends the whole
 *       TaskManager when a task cannot be cleaned up.
 * </ul>
 *
 * <p>If only a person can decide, a guard fails the job without restarts ({@code
 * SuppressRestartsException}), with one line that names the option to continue. Does not depend on
 * Avro or on the translation of records.
 *
 * <p>Not part of the API, except for types that the API's signatures name.
 */
@NullMarked
package dev.tagstream.pipeline.kafka.guard;

import org.jspecify.annotations.NullMarked;
