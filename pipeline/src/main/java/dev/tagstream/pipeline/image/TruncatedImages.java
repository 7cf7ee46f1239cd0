package dev.tagstream.pipeline.image;

/** What becomes of an image whose file ends before all of its pixels have come. */
public enum TruncatedImages {
  /** It is refused. */
  REJECT,
  /** It is decoded as far as it goes, as Pillow does with LOAD_TRUNCATED_IMAGES. */
  TAG
}
