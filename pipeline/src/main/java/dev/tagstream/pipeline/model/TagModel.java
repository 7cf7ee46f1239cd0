package dev.tagstream.pipeline.model;

import java.nio.ByteBuffer;

/** A model that is ready to run on its device. Safe for use by several threads. */
public interface TagModel extends AutoCloseable {

  /** What the model file says of itself. */
  ModelContract contract();

  /** The execution provider that really runs it: {@code cpu}, {@code cuda} or {@code tensorrt}. */
  String provider();

  /** What is known of the session that runs it. */
  default SessionFacts facts() {
    return new SessionFacts(provider(), 0, null);
  }

  /**
   * How long the calling thread has waited in {@link #run} for runs of others to end, in
   * nanoseconds since it first ran this model; 0 where nobody waits.
   */
  default long waitedNanos() {
    return 0;
  }

  /**
   * Runs a batch.
   *
   * @param input rows as {@link ModelContract#input()} says; not kept
   * @param parts what is wanted; embeddings only of a model that gives them
   * @throws ModelFailedException if the model cannot run this batch
   */
  ModelOutput run(ModelInput input, ModelOutput.Parts parts) throws ModelFailedException;

  /**
   * Scores a batch of images of the one size that the model takes.
   *
   * @param input {@code images} rows as {@link ModelContract#input()} says, contiguous, in a direct
   *     buffer in native byte order from its position on; not kept
   * @param images how many rows, at least 1
   * @return probabilities, float32 [images, classes], row by row; owned by the caller
   * @throws ModelFailedException if the model cannot run this batch
   */
  default float[] score(ByteBuffer input, int images) throws ModelFailedException {
    ModelInput rows = ModelInput.of(contract().input(), input, images);
    return run(rows, ModelOutput.Parts.SCORES).scores();
  }

  /**
   * Closes the session and makes it anew, for all who share it.
   *
   * @throws ModelFailedException if it cannot be made
   */
  void recycle() throws ModelFailedException;

  /** Gives the lease back; the last lease closes the session. */
  @Override
  void close();
}
