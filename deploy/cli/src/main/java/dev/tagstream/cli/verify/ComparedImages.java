package dev.tagstream.cli.verify;

import dev.tagstream.cli.verify.Comparison.Judgement;
import dev.tagstream.pipeline.record.UnreadableImageException;

/** Receives the images of a comparison. */
interface ComparedImages extends AutoCloseable {

  /** Ignores all images, for a comparison without a page. */
  ComparedImages NONE =
      new ComparedImages() {

        @Override
        public void read(String id, byte[] encoded) {}

        @Override
        public void compared(String id, Answer model, Answer reference, Judgement judgement) {}

        @Override
        public void unreadable(String id, UnreadableImageException why) {}
      };

  /**
   * Receives an image that was read.
   *
   * @param encoded the file's bytes; not kept
   */
  void read(String id, byte[] encoded);

  /** Receives the comparison of an image that was read. */
  void compared(String id, Answer model, Answer reference, Judgement judgement);

  /** Receives an image that cannot be read or decoded. */
  void unreadable(String id, UnreadableImageException why);

  @Override
  default void close() {}
}
