package dev.tagstream.pipeline.image.gif;

import dev.tagstream.pipeline.image.format.EncodedBytes;
import dev.tagstream.pipeline.image.format.ExifOrientation;
import dev.tagstream.pipeline.image.format.ImageFormat;
import dev.tagstream.pipeline.image.format.ImageHeader;
import dev.tagstream.pipeline.record.UnreadableImageException;

/**
 * Reads a GIF's header: the logical screen and the first frame's rectangle (GIF89a). As in Pillow,
 * a frame that reaches beyond the screen makes the image larger.
 */
public final class GifHeader {

  /** A code of 12 bits stands for at most 4096 pixels; shorter codes for fewer pixels a bit. */
  private static final long MOST_PIXELS_PER_BYTE = 4096 * Byte.SIZE / 12;

  private GifHeader() {}

  public static ImageHeader read(EncodedBytes encoded) throws UnreadableImageException {
    GifFrame frame = GifFrame.first(encoded);
    long mostPixels = MOST_PIXELS_PER_BYTE * encoded.length();
    boolean holdsFrame = (long) frame.width() * frame.height() <= mostPixels;
    return new ImageHeader(
        ImageFormat.GIF,
        frame.screenWidth(),
        frame.screenHeight(),
        1,
        ExifOrientation.UPRIGHT,
        ImageHeader.ONE_PASS,
        // the screen around the frame takes no bytes
        holdsFrame ? ImageHeader.ANY_PIXELS : mostPixels);
  }
}
