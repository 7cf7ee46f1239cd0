/**
 * Flink's Kafka source and sink with guards, so that nothing is lost, repeated or ended silently.
 *
 * <ul>
 *   <li>{@code GuardedEnumerator} holds the job's lease (see {@code kafka.lease}), so that one job
 *       runs for each transactional prefix. It also has the job restarted when the images topic
 *       becomes another one of its name.
 *   <li>{@code GuardedReader} notices that records were deleted before they were read. Its state
 *       keeps the topic's id beside each offset ({@code TopicSplit}). Before it reads on from a
 *       restored state, {@code RestoredSplits} compares the id with the broker's, and the offsets
 *       with those that the group has committed: a job commits offsets only after the checkpoint
 *       that has them, so a state that is behind them is not the newest one.
 *   <li>{@code GuardedWriter} writes nothing before the lease names its job. Before a checkpoint it
 *       asks the partitions' leaders whether its transaction still begins at its first record
 *       ({@code OpenTransaction}). If not, somebody aborted it past its coordinator, and the job
 *       restarts from its latest checkpoint and makes the results again.
 *   <li>{@code GuardedCommitter} asks the broker what became of a transaction that it does not
 *       commit.
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
