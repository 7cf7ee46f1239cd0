package dev.tagstream.pipeline.record;

import org.jspecify.annotations.Nullable;

/** The outcome of an image: tags, or a reject with its reason. */
public sealed interface ImageOutcome permits TaggedImage, RejectedImage {

  /** The record or object of the image. */
  ImageSource source();

  /** The sender's name for the image; null for a reject of something that names none. */
  @Nullable String id();
}
