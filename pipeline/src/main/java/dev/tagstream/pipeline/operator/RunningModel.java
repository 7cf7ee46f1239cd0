package dev.tagstream.pipeline.operator;

import dev.tagstream.pipeline.batch.ImageBatch;
import dev.tagstream.pipeline.model.TagModel;
import dev.tagstream.pipeline.model.TagOutcome;
import dev.tagstream.pipeline.record.ModelRun;
import java.util.List;
import java.util.function.Supplier;

/**
 * A leased model.
 *
 * @param model the lease
 * @param tagger records which images are in the model
 */
record RunningModel(TagModel model, GuardedTagger tagger) implements AutoCloseable {

  /**
   * One run.
   *
   * @param outcomes one for each image, in order
   * @param run what results say of it
   * @param nanos the time that it took, including the wait
   * @param waitedNanos the time that it waited for the device
   */
  record Run(List<TagOutcome> outcomes, ModelRun run, long nanos, long waitedNanos) {}

  /** Runs a batch. */
  Run run(ImageBatch batch) {
    return timed(() -> tagger.tag(batch));
  }

  /** Runs a batch as a shadow, without a record of it. */
  Run runUnrecorded(ImageBatch batch) {
    return timed(() -> tagger.tagUnrecorded(batch));
  }

  private Run timed(Supplier<List<TagOutcome>> tagging) {
    long begin = System.nanoTime();
    long waitedBefore = model.waitedNanos();
    List<TagOutcome> outcomes = tagging.get();
    long nanos = System.nanoTime() - begin;
    return new Run(outcomes, model.ended(nanos), nanos, model.waitedNanos() - waitedBefore);
  }

  @Override
  public void close() {
    model.close();
  }
}
