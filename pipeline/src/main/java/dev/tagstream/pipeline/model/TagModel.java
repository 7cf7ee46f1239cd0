package dev.tagstream.pipeline.model;

import java.nio.ByteBuffer;

/** A model that is ready to run on its device. Safe for use by several threads. */
public interface TagModel extends AutoCloseable {

  /** What the model file says of itself. */
  ModelContract contract();

  /** The execution provider that really runs it: {@code cpu}, {@code cuda} or {@code tensorrt}. */
  String provider();

  /**
   * Scores a batch.
   *
   * @param input {@code images} rows as {@link ModelContract#input()} says, contiguous, in a direct
   *     buffer in native byte order from its position on; not kept
   * @param images how many rows, at least 1
   * @return probabilities, float32 [images, classes], row by row; owned by the caller
   * @throws ModelFailedException if the model cannot run this batch
   */
  float[] score(ByteBuffer input, int images) throws ModelFailedException;

  /** Gives the lease back; the last lease closes the session. */
  @Override
  void close();
}
