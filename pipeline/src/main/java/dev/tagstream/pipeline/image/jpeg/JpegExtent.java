package dev.tagstream.pipeline.image.jpeg;

import dev.tagstream.pipeline.image.format.MissingPixels;
import dev.tagstream.pipeline.record.UnreadableImageException;

/**
 * How far a JPEG goes that lacks its end mark.
 *
 * @param hasAllScans whether every scan that makes its pixels has at least begun
 * @param scans how many have begun
 * @param units of the last scan: blocks, or groups of blocks of all channels
 * @param unitsCome of the last scan
 * @param unitsPerRow of the last scan
 * @param height of the image, in pixels
 * @param heightCome rows of pixels that have come, where the last scan is the only one; else 0
 * @param end where that which can be decoded ends
 */
record JpegExtent(
    boolean hasAllScans,
    int scans,
    int units,
    int unitsCome,
    int unitsPerRow,
    int height,
    int heightCome,
    long end) {

  boolean isWhole() {
    return hasAllScans && unitsCome == units;
  }

  /** Tells what is missing, which may refuse the image: not if that is less than a row. */
  void tell(MissingPixels missing) throws UnreadableImageException {
    if (isWhole()) {
      return;
    }
    int unitsMissing = units - unitsCome;
    if (hasAllScans && unitsMissing < unitsPerRow) {
      missing.little(
          "%d of %d blocks are missing because the file is truncated"
              .formatted(unitsMissing, units));
    } else if (hasAllScans && scans == 1) {
      missing.rows(height - heightCome, height);
    } else {
      missing.more("details are missing because the file ends in scan %d".formatted(scans));
    }
  }
}
