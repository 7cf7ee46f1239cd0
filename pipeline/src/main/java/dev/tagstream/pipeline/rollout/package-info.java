/**
 * The model changes while the stream runs.
 *
 * <p>A {@link dev.tagstream.pipeline.rollout.ModelManifest} says which model tags from which epoch
 * on. It is a record of a compacted topic, or a file; {@link
 * dev.tagstream.pipeline.rollout.ManifestSource} reads it. A model is named by path or URI, and by
 * SHA-256, so a half-copied file is no model.
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
 * <p>An epoch may have a canary and a shadow beside its main model. Both are prepared and switched
 * with the epoch, by the same two phases. Which images the canary tags is a function of the epoch
 * and the image, {@link dev.tagstream.pipeline.record.ModelEpoch#roleOf}, so there is no state that
 * instances could disagree on. A guard that stops one of them has the coordinator write the next
 * epoch into the manifest; then the same two phases follow. What could go wrong:
 *
 * <ul>
 *   <li>Two slots, or two processes, find a breach: both name epoch and role, and the coordinator
 *       acts on the first, and only while the job is in this epoch.
 *   <li>The manifest already names a later epoch: the coordinator waits until the job has switched
 *       to it. If it is refused, the next epoch has the models that run, without the stopped one.
 *   <li>A person writes an epoch between the coordinator's look at the manifest and its own write:
 *       the last one counts, as between two commands. If it has the same canary, the guards stop
 *       that again.
 *   <li>The job fails after the manifest was written and before the switch: it resumes with the
 *       canary, reads the manifest, and switches.
 *   <li>The coordinator is lost between a breach and its write: slots that go on report the breach
 *       again a second later.
 *   <li>The job restarts and a canary or shadow can no longer be opened: the main model tags all
 *       images, and the guards stop it. Only the main model's file can fail the job.
 *   <li>A late image of an earlier epoch, after a rebalance, has the role and the model of that
 *       epoch, and is counted for the guards of that epoch only.
 *   <li>The canary and the main model are the same file: both roles share one session.
 *   <li>An epoch without canary and shadow is written to state and to tasks as before, so an older
 *       version of the job can resume from it, and reads a manifest that never named either.
 * </ul>
 *
 * <p><b>In place.</b> Where a device has no room for two sessions, {@code tagging.models.swap
 * in-place} moves the opening from the first phase into the second. To prepare is then to verify
 * what can be verified without the device. At the barrier, {@code StampEpochs} announces the epoch
 * to the tagging step of its slot ({@link dev.tagstream.pipeline.swap.SwapMeetings}). When this
 * step takes its part of the checkpoint, all images before the barrier are tagged: it releases the
 * model, waits until the other slots of the process have done so, opens the next one, and runs the
 * probe and the golden images. So a checkpoint with the new epoch is complete only if all slots run
 * its model. What could go wrong:
 *
 * <ul>
 *   <li>The new model cannot be opened or is broken: the slot says so and waits to be ended. The
 *       coordinator first writes the model before into the manifest, as the next epoch, and then
 *       has the whole job resume: the checkpoint is not complete, so it does in the old epoch, with
 *       the old model. Without the manifest the resumed job would swap, and fail, again and again.
 *       It may be a new coordinator that reads it, as with Flink's adaptive scheduler.
 *   <li>A slot or process is lost between closing and opening, or at any time before the checkpoint
 *       is complete: the coordinator has the whole job resume, not the region alone. A region would
 *       open the old model beside the new one of other slots in its process.
 *   <li>The checkpoint times out and the job goes on: slots that have not seen its barrier switch
 *       at the next one, and the others wait for them with the old model released. The next
 *       checkpoint needs no slot that waits in order to reach those that do not.
 *   <li>Images of two epochs reach a slot in turns, after a rebalance: refused at the start,
 *       because each would close the model of the other.
 *   <li>A canary or a shadow: refused, because it is a second session.
 *   <li>A GPU has no room, and the provider is {@code auto}: refused at the start, because the CPU
 *       would take over.
 *   <li>Two epochs have the same main model: nothing is closed.
 *   <li>Unaligned barriers, and tagging in another task than stamping: a checkpoint with the new
 *       epoch can then be complete before a slot has swapped. If this slot fails, the job resumes
 *       in the new epoch, and the manifest leads it to the next one with the model before.
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
