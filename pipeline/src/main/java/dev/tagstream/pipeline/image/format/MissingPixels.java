package dev.tagstream.pipeline.image.format;

import dev.tagstream.pipeline.record.UnreadableImageException;
import org.jspecify.annotations.Nullable;

/**
 * What an image lacks because its file ends too soon. Refuses the image, unless such images are
 * tagged or next to nothing is missing.
 */
public final class MissingPixels {

  private final EncodedBytes encoded;
  private final boolean isTolerant;
  private @Nullable String what;

  private MissingPixels(EncodedBytes encoded, boolean isTolerant) {
    this.encoded = encoded;
    this.isTolerant = isTolerant;
  }

  /** Refuses an image of which more than next to nothing is missing. */
  public static MissingPixels refusing(EncodedBytes encoded) {
    return new MissingPixels(encoded, false);
  }

  /** Takes what there is of an image. */
  public static MissingPixels tolerating(EncodedBytes encoded) {
    return new MissingPixels(encoded, true);
  }

  /**
   * So many rows of pixels have not come.
   *
   * @throws UnreadableImageException if such an image is refused, or these are all rows
   */
  public void rows(int missing, int height) throws UnreadableImageException {
    if (missing == height) {
      throw encoded.truncated("it ends before its first row of pixels");
    }
    more("%d of %d rows are missing because the file is truncated".formatted(missing, height));
  }

  /**
   * Something has not come, which the image cannot do without.
   *
   * @param line what it is, for a person
   * @throws UnreadableImageException if such an image is refused
   */
  public void more(String line) throws UnreadableImageException {
    if (!isTolerant) {
      throw encoded.truncated(line);
    }
    what = line;
  }

  /** Something has not come that is too little to refuse an image for. */
  public void little(String line) {
    what = line;
  }

  /** One line for a person; null where nothing is missing. */
  public @Nullable String toLine() {
    return what;
  }
}
