package dev.tagstream.pipeline.image;

import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.image.format.ImageFormat;
import dev.tagstream.pipeline.record.UnreadableImageException;
import java.util.Optional;

/** The file name extension for an encoded image, derived from its first bytes. */
public final class FileExtension {

  private FileExtension() {}

  /** The extension without a dot; empty for bytes that are not an image in a decoded format. */
  public static Optional<String> of(byte[] encoded) {
    if (encoded.length == 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(of(ImageFormat.of(ByteRange.of(encoded))));
    } catch (UnreadableImageException unknown) {
      return Optional.empty();
    }
  }

  private static String of(ImageFormat format) {
    return switch (format) {
      case JPEG -> "jpg";
      case PNG -> "png";
      case GIF -> "gif";
      case BMP -> "bmp";
      case WEBP -> "webp";
      case TIFF -> "tif";
    };
  }
}
