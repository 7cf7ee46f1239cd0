package dev.tagstream.pipeline.image.bmp;

import dev.tagstream.pipeline.image.format.EncodedBytes;
import dev.tagstream.pipeline.image.format.ExifOrientation;
import dev.tagstream.pipeline.image.format.ImageFormat;
import dev.tagstream.pipeline.image.format.ImageHeader;
import dev.tagstream.pipeline.record.UnreadableImageException;

/** Reads a BMP's header. */
public final class BmpHeader {

  /** Two bytes give a run of up to 255 pixels. */
  private static final long MOST_PIXELS_PER_RUN_BYTE = 128;

  private BmpHeader() {}

  public static ImageHeader read(EncodedBytes encoded) throws UnreadableImageException {
    BmpLayout layout = BmpLayout.of(encoded);
    return new ImageHeader(
        ImageFormat.BMP,
        layout.width(),
        layout.height(),
        Math.max(1, layout.bits() / Byte.SIZE),
        ExifOrientation.UPRIGHT,
        ImageHeader.ONE_PASS,
        mostPixels(layout, encoded.length()));
  }

  private static long mostPixels(BmpLayout layout, long encodedBytes) {
    return switch (layout.coding()) {
      // the reader of run lengths counts the rows before it allocates them
      case PLAIN, BIT_FIELDS -> ImageHeader.ANY_PIXELS;
      case RUNS_OF_8_BITS, RUNS_OF_4_BITS -> MOST_PIXELS_PER_RUN_BYTE * encodedBytes;
    };
  }
}
