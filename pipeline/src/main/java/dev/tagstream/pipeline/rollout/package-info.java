/**
 * The model changes while the stream runs.
 *
 * <p>A {@link dev.tagstream.pipeline.rollout.ModelManifest} says which model tags from which epoch
 * on. It is a record of a compacted topic, or a file; {@link
 * dev.tagstream.pipeline.rollout.ManifestSource} reads it. A model is named by path and SHA-256, so
 * a half-copied file is no model.
 *
 * <p>A switch has two phases:
 *
 * <ol>
 *   <li><b>Prepare.</b> {@link dev.tagstream.pipeline.rollout.RolloutCoordinator} lives on the
 *       JobManager, reads the manifest every second, and sends {@link
 *       dev.tagstream.pipeline.rollout.RolloutEvent.Prepare} to every reader of the images topic. A
 *       thread beside the task ({@link dev.tagstream.pipeline.rollout.PreparedModels}) has {@link
 *       dev.tagstream.pipeline.rollout.ModelPreparation} lease the model on the instance's device,
 *       which opens and warms up its session, check that it takes the same pixels, and run a probe
 *       through it. A model that fails is refused with one line, and tried again later; it never
 *       tags an image.
 *   <li><b>Switch.</b> Once all readers are ready, the coordinator chooses the next checkpoint. It
 *       sends {@link dev.tagstream.pipeline.rollout.RolloutEvent.Switch} before it completes its
 *       own part of this checkpoint, so Flink delivers it before an aligned barrier. {@link
 *       dev.tagstream.pipeline.rollout.StampEpochs}, the step behind the source, stamps all records
 *       before the barrier with the old epoch and all after it with the new one, and stores the
 *       epoch in the checkpoint.
 * </ol>
 *
 * <p>So each partition changes its epoch at one offset for each switch, and the stamp travels with
 * the record to its result or reject, through rebalancing and unaligned barriers. Failures:
 *
 * <ul>
 *   <li>The job fails before the checkpoint is complete: it resumes with the old epoch, the results
 *       of the new one are discarded with their transactions, and the coordinator, which resumes
 *       with the same checkpoint, prepares and switches again.
 *   <li>The checkpoint is aborted and the job goes on, or an unaligned barrier overtook the message
 *       at some readers: those that have switched stay so; the others switch at their next barrier.
 *       Each partition still changes at one offset. Of the epochs in a checkpoint the newest
 *       counts, since no result behind its barrier is committed.
 *   <li>A single region restarts from an earlier checkpoint while others go on: its readers get the
 *       switch again, and take it at their next barrier.
 * </ul>
 *
 * <p>Models of one job take the same input, prepared in the same way; labels, outputs and weights
 * may differ. With {@code at-least-once} delivery, a record that is tagged again after a failure
 * can appear in two epochs.
 *
 * <p>Not part of the API, except for types that the API's signatures name.
 */
@NullMarked
package dev.tagstream.pipeline.rollout;

import org.jspecify.annotations.NullMarked;
