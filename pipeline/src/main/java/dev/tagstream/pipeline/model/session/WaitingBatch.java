package dev.tagstream.pipeline.model.session;

import dev.tagstream.pipeline.model.ModelFailedException;
import dev.tagstream.pipeline.model.ModelInput;
import dev.tagstream.pipeline.model.ModelOutput;
import dev.tagstream.pipeline.model.ModelOutput.Parts;
import org.jspecify.annotations.Nullable;

/**
 * A caller's batch until it is answered. Its rows may run in several parts, in the threads of
 * several lanes; it is answered when none of them runs any more, because they read the caller's
 * memory.
 */
final class WaitingBatch {

  private final ModelInput input;
  private final Parts parts;
  private final long joinedNanos = System.nanoTime();

  // all guarded by this
  private final float[] scores;
  private final float[][] embeddings;
  private int taken;
  private int running;
  private long firstTakenNanos;
  private @Nullable Throwable failure;

  /**
   * A batch that has not run.
   *
   * @param classes the number of scores of an image
   */
  WaitingBatch(ModelInput input, Parts parts, int classes) {
    this.input = input;
    this.parts = parts;
    this.scores = new float[Math.multiplyExact(input.images(), classes)];
    this.embeddings = new float[parts == Parts.SCORES ? 0 : input.images()][];
  }

  /** Some rows of a batch. */
  record Part(WaitingBatch batch, int first, int images) {

    /** These rows alone, in the caller's memory. */
    ModelInput input(int rowBytes) {
      return batch.input.part(first, images, rowBytes);
    }

    /**
     * Stores the output of these rows.
     *
     * @param output of a run
     * @param from the row of the run that was the first of these
     */
    void succeed(ModelOutput output, int from) {
      batch.add(this, output, from);
    }

    /** Fails these rows, and thereby the batch. */
    void fail(Throwable cause) {
      batch.end(cause);
    }
  }

  ModelInput input() {
    return input;
  }

  Parts parts() {
    return parts;
  }

  /** Whether one run can have rows of both. */
  boolean goesWith(WaitingBatch other) {
    return parts == other.parts
        && input.width() == other.input.width()
        && input.height() == other.input.height();
  }

  /** Takes the next rows to run, at most {@code most}; there must be some left. */
  synchronized Part take(int most) {
    if (taken == 0) {
      firstTakenNanos = System.nanoTime();
    }
    Part part = new Part(this, taken, Math.min(most, input.images() - taken));
    taken += part.images();
    running++;
    return part;
  }

  /** Whether no rows are left to take: all were taken, or a failure makes the rest pointless. */
  synchronized boolean isTaken() {
    return taken == input.images() || failure != null;
  }

  private synchronized void add(Part part, ModelOutput output, int from) {
    int classes = scores.length / input.images();
    System.arraycopy(
        output.scores(), from * classes, scores, part.first() * classes, part.images() * classes);
    if (parts != Parts.SCORES) {
      System.arraycopy(output.embeddings(), from, embeddings, part.first(), part.images());
    }
    running--;
  }

  private synchronized void end(Throwable cause) {
    failure = failure == null ? cause : failure;
    running--;
  }

  synchronized boolean isAnswered() {
    return isTaken() && running == 0;
  }

  /** The wait until its first rows ran. */
  synchronized long waitedNanos() {
    return firstTakenNanos - joinedNanos;
  }

  /** The model's output; throws the model's failure. */
  synchronized ModelOutput answer() throws ModelFailedException {
    if (failure instanceof ModelFailedException failed) {
      throw failed;
    }
    if (failure instanceof RuntimeException bug) {
      throw bug;
    }
    if (failure instanceof Error error) {
      throw error;
    }
    return new ModelOutput(scores, embeddings);
  }
}
