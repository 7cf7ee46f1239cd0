package dev.tagstream.pipeline.image;

import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.image.bmp.BmpHeader;
import dev.tagstream.pipeline.image.format.EncodedBytes;
import dev.tagstream.pipeline.image.format.ImageFormat;
import dev.tagstream.pipeline.image.format.ImageHeader;
import dev.tagstream.pipeline.image.gif.GifHeader;
import dev.tagstream.pipeline.image.jpeg.JpegHeader;
import dev.tagstream.pipeline.image.png.PngHeader;
import dev.tagstream.pipeline.image.tiff.TiffHeader;
import dev.tagstream.pipeline.image.webp.WebpHeader;
import dev.tagstream.pipeline.record.RejectReason;
import dev.tagstream.pipeline.record.UnreadableImageException;

/** Reads the header of an image in any format, without decoding the image. */
final class HeaderReader {

  private HeaderReader() {}

  /**
   * Reads the header of any image.
   *
   * @throws UnreadableImageException if the format is unknown or not decoded, or the header is
   *     corrupt
   */
  static ImageHeader read(ByteRange encoded) throws UnreadableImageException {
    if (encoded.isEmpty()) {
      throw new UnreadableImageException(RejectReason.EMPTY_IMAGE, "the image has 0 bytes");
    }
    ImageFormat format = ImageFormat.of(encoded);
    return read(format, new EncodedBytes(format.name(), encoded));
  }

  /**
   * Reads the header of an image and checks it against the limits.
   *
   * @throws UnreadableImageException if there is none, or the image exceeds a limit
   */
  static ImageHeader readWithin(ByteRange encoded, ImageLimits limits)
      throws UnreadableImageException {
    limits.check(encoded);
    ImageHeader header = read(encoded);
    limits.check(header);
    return header;
  }

  private static ImageHeader read(ImageFormat format, EncodedBytes encoded)
      throws UnreadableImageException {
    return switch (format) {
      case JPEG -> JpegHeader.read(encoded);
      case PNG -> PngHeader.read(encoded);
      case GIF -> GifHeader.read(encoded);
      case BMP -> BmpHeader.read(encoded);
      case WEBP -> WebpHeader.read(encoded);
      case TIFF -> TiffHeader.read(encoded);
    };
  }
}
