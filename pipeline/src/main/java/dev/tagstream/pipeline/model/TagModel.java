package dev.tagstream.pipeline.model;

import dev.tagstream.pipeline.record.ModelRun;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/** A model that is ready to run on its device. Safe for use by several threads. */
public interface TagModel extends AutoCloseable {

  /** The contract of the model file. */
  ModelContract contract();

  /** The execution provider that runs it: {@code cpu}, {@code cuda} or {@code tensorrt}. */
  String provider();

  /** Facts about the session that runs it. */
  default SessionFacts facts() {
    return new SessionFacts(provider(), 0, null);
  }

  /**
   * The total time that the calling thread has waited in {@link #run} for other runs to end, in
   * nanoseconds; 0 if threads do not wait for each other.
   */
  default long waitedNanos() {
    return 0;
  }

  /**
   * What results say of a run that has just ended.
   *
   * @param nanos the time that it took
   */
  default ModelRun ended(long nanos) {
    return new ModelRun(
        contract().name(),
        contract().sha256(),
        provider(),
        System.currentTimeMillis(),
        // 0 says that no model ran
        Math.max(1, TimeUnit.NANOSECONDS.toMicros(nanos)));
  }

  /**
   * Runs a batch.
   *
   * @param input rows as {@link ModelContract#input()} requires; not kept
   * @param parts the parts of the output to compute; embeddings only if the model has them
   * @throws ModelFailedException if the model cannot run this batch
   */
  ModelOutput run(ModelInput input, ModelOutput.Parts parts) throws ModelFailedException;

  /**
   * Scores a batch of images of the model's fixed size.
   *
   * @param input {@code images} rows as {@link ModelContract#input()} requires, contiguous, in a
   *     direct buffer in native byte order from its position on; not kept
   * @param images the number of rows, at least 1
   * @return probabilities, float32 [images, classes], row by row; owned by the caller
   * @throws ModelFailedException if the model cannot run this batch
   */
  default float[] score(ByteBuffer input, int images) throws ModelFailedException {
    ModelInput rows = ModelInput.of(contract().input(), input, images);
    return run(rows, ModelOutput.Parts.SCORES).scores();
  }

  /**
   * Closes and reopens the session, for all its users.
   *
   * @throws ModelFailedException if it cannot be reopened
   */
  void recycle() throws ModelFailedException;

  /** Releases the lease; the last release closes the session. */
  @Override
  void close();
}
