package dev.tagstream.pipeline.image;

import org.jspecify.annotations.Nullable;

/**
 * What a picture lacks because its file ends too soon. Refuses the picture, unless such pictures
 * are tagged or next to nothing is missing.
 */
final class MissingPixels {

  private final EncodedBytes encoded;
  private final TruncatedPictures answer;
  private @Nullable String what;

  MissingPixels(EncodedBytes encoded, TruncatedPictures answer) {
    this.encoded = encoded;
    this.answer = answer;
  }

  /**
   * So many rows of pixels have not come.
   *
   * @throws UnreadableImageException if such a picture is refused, or these are all rows
   */
  void rows(int missing, int height) throws UnreadableImageException {
    if (missing == height) {
      throw encoded.truncated("it ends before its first row of pixels");
    }
    more("%d of %d rows are missing, since it ends too soon".formatted(missing, height));
  }

  /**
   * Something has not come, which the picture cannot do without.
   *
   * @param line what it is, for a person
   * @throws UnreadableImageException if such a picture is refused
   */
  void more(String line) throws UnreadableImageException {
    if (answer == TruncatedPictures.REJECT) {
      throw encoded.truncated(line);
    }
    what = line;
  }

  /** Something has not come that is too little to refuse a picture for. */
  void little(String line) {
    what = line;
  }

  /** One line for a person; null where nothing is missing. */
  @Nullable String toLine() {
    return what;
  }
}
