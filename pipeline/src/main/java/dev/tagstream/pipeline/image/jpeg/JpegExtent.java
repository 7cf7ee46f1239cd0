package dev.tagstream.pipeline.image.jpeg;

import dev.tagstream.pipeline.image.format.MissingPixels;
import dev.tagstream.pipeline.record.UnreadableImageException;

/**
 * The extent of a JPEG without its end marker.
 *
 * @param hasAllScans whether every scan that makes its pixels has at least begun
 * @param scans the number of scans that have begun
 * @param units of the last scan: blocks, or groups of blocks of all channels
 * @param unitsCome complete units of the last scan
 * @param unitsPerRow of the last scan
 * @param height of the image, in pixels
 * @param heightCome complete rows of pixels, if the last scan is the only one; otherwise 0
 * @param end the offset behind the decodable part
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

  /** Reports what is missing; refuses the image only if that is a row or more. */
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
