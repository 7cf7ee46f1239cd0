package dev.tagstream.pipeline.operator;

import static java.util.Objects.requireNonNull;

import dev.tagstream.pipeline.batch.ImageBatch;
import dev.tagstream.pipeline.model.TagOutcome;
import dev.tagstream.pipeline.record.EncodedImage;
import dev.tagstream.pipeline.record.ModelRole;
import dev.tagstream.pipeline.record.ModelRun;
import dev.tagstream.pipeline.record.QueuedImage;
import dev.tagstream.pipeline.record.RejectReason;
import dev.tagstream.pipeline.record.RejectedImage;
import dev.tagstream.pipeline.record.Stage;
import dev.tagstream.pipeline.record.TaggedImage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The answers to the images of a batch, which one or two models give. */
final class BatchAnswers {

  private final ImageBatch batch;
  private final long beginNanos = System.nanoTime();
  private final @Nullable TagOutcome[] outcomes;
  private final @Nullable ModelRun[] runs;

  BatchAnswers(ImageBatch batch) {
    this.batch = batch;
    this.outcomes = new TagOutcome[batch.images().size()];
    this.runs = new ModelRun[outcomes.length];
  }

  ImageBatch batch() {
    return batch;
  }

  /** The places of images whose answer the model of this role owes by their epoch, in order. */
  int[] rowsOf(ModelRole role) {
    return rows(
        row -> {
          EncodedImage image = batch.images().get(row).encoded();
          return requireNonNull(image.source().epoch()).roleOf(image) == role;
        });
  }

  /** The places of images without an answer, in order. */
  int[] open() {
    return rows(row -> outcomes[row] == null);
  }

  private int[] rows(IntPredicate which) {
    return IntStream.range(0, outcomes.length).filter(which).toArray();
  }

  /**
   * The images in some rows.
   *
   * @param scratch gives a buffer of a length in bytes for the rows, if they are not all
   */
  ImageBatch part(int[] rows, IntFunction<ByteBuffer> scratch) {
    return rows.length == outcomes.length
        ? batch
        : batch.part(rows, scratch.apply(rows.length * batch.rowBytes()));
  }

  /** The model that ran these images answers them. */
  void put(int[] rows, List<TagOutcome> answers, ModelRun run) {
    for (int i = 0; i < rows.length; i++) {
      outcomes[rows[i]] = answers.get(i);
      runs[rows[i]] = run;
    }
  }

  /** The answer of the main model; null if another model answered. */
  @Nullable TagOutcome ofMain(int row) {
    ModelRun run = runs[row];
    return run != null && run.role() == ModelRole.MAIN ? outcomes[row] : null;
  }

  /**
   * All answers.
   *
   * @param shadows what a shadow says
   * @param waits gets the time that each image waited, in microseconds
   */
  TaggedBatch outcome(List<TaggedImage> shadows, LongConsumer waits) {
    List<TaggedImage> tagged = new ArrayList<>(outcomes.length);
    List<RejectedImage> rejected = new ArrayList<>(0);
    for (int row = 0; row < outcomes.length; row++) {
      QueuedImage image = batch.images().get(row);
      ModelRun run = requireNonNull(runs[row]);
      waits.accept(waitedMicros(image));
      if (outcomes[row] instanceof TagOutcome.Tagged seen) {
        tagged.add(tagged(image, seen, run));
      } else if (outcomes[row] instanceof TagOutcome.Failed failed) {
        rejected.add(rejected(image.encoded(), failed, run.role()));
      }
    }
    return new TaggedBatch(tagged, rejected, shadows);
  }

  /** An image with its tags. */
  TaggedImage tagged(QueuedImage image, TagOutcome.Tagged seen, ModelRun run) {
    return new TaggedImage(image, seen.tags(), seen.embedding(), waitedMicros(image), run);
  }

  private static RejectedImage rejected(
      EncodedImage image, TagOutcome.Failed failed, ModelRole role) {
    return new RejectedImage(
        image.source(),
        image.id(),
        RejectReason.MODEL_FAILED,
        Stage.TAG,
        failed.failure().detail(),
        role);
  }

  /** Not negative, although the clocks of two machines may differ. */
  private long waitedMicros(QueuedImage image) {
    return Math.max(0, TimeUnit.NANOSECONDS.toMicros(beginNanos - image.queuedAtNanos()));
  }
}
