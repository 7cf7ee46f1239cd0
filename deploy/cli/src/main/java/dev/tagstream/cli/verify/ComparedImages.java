package dev.tagstream.cli.verify;

import dev.tagstream.cli.verify.Comparison.Judgement;
import dev.tagstream.pipeline.record.UnreadableImageException;

/** Sees the images of a comparison as they are compared. */
interface ComparedImages extends AutoCloseable {

  /** Nobody sees them. */
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
   * An image was read.
   *
   * @param encoded the file's bytes; not kept
   */
  void read(String id, byte[] encoded);

  /** An image that was read has been compared. */
  void compared(String id, Answer model, Answer reference, Judgement judgement);

  /** An image cannot be decoded, or not even be read. */
  void unreadable(String id, UnreadableImageException why);

  @Override
  default void close() {}
}
