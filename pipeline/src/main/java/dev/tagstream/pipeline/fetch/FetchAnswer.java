package dev.tagstream.pipeline.fetch;

import dev.tagstream.pipeline.record.EncodedImage;
import dev.tagstream.pipeline.record.RejectedImage;

/** What became of an image in the window. */
public sealed interface FetchAnswer {

  /**
   * It is here.
   *
   * @param image with its bytes
   */
  record Here(EncodedImage image) implements FetchAnswer {}

  /**
   * It is not to be had.
   *
   * @param rejected the reason
   */
  record Rejected(RejectedImage rejected) implements FetchAnswer {}
}
