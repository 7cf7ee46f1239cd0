package dev.tagstream.pipeline.record;

import org.jspecify.annotations.Nullable;

/** What became of an image: it has tags, or a reason why it has none. */
public sealed interface ImageOutcome permits TaggedImage, RejectedImage {

  /** What the image came in. */
  ImageSource source();

  /** The sender's name for the image; null for a reject of something that names none. */
  @Nullable String id();
}
