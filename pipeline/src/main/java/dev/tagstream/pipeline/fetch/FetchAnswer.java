package dev.tagstream.pipeline.fetch;

import dev.tagstream.pipeline.record.EncodedImage;
import dev.tagstream.pipeline.record.RejectedImage;

/** The outcome of an image in the window. */
public sealed interface FetchAnswer {

  /**
   * The image has arrived.
   *
   * @param image the image with its bytes
   */
  record Here(EncodedImage image) implements FetchAnswer {}

  /**
   * The image cannot be fetched.
   *
   * @param rejected the reject with its reason
   */
  record Rejected(RejectedImage rejected) implements FetchAnswer {}
}
