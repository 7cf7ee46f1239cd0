package dev.tagstream.pipeline.image.format;

import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.record.RejectReason;
import dev.tagstream.pipeline.record.UnreadableImageException;
import java.util.HexFormat;

/** The image formats that Tagstream decodes, recognized by their first bytes. */
public enum ImageFormat {
  JPEG("FFD8FF"),
  PNG("89504E470D0A1A0A"),
  GIF("474946383761 474946383961"),
  BMP("424D"),
  WEBP("52494646........57454250"),
  TIFF("49492A00 4D4D002A 49492B00 4D4D002B");

  /** The number of bytes of an unknown file that its reject quotes. */
  private static final int QUOTED_BYTES = 12;

  private final String magics;

  ImageFormat(String magics) {
    this.magics = magics;
  }

  /** The format of a file that is not empty. */
  public static ImageFormat of(ByteRange encoded) throws UnreadableImageException {
    for (ImageFormat format : values()) {
      if (MagicBytes.match(format.magics, encoded)) {
        return format;
      }
    }
    for (UnreadFormat format : UnreadFormat.values()) {
      if (format.matches(encoded)) {
        throw new UnreadableImageException(RejectReason.UNSUPPORTED_FORMAT, format.detail());
      }
    }
    int quoted = Math.min(encoded.length(), QUOTED_BYTES);
    throw new UnreadableImageException(
        RejectReason.UNSUPPORTED_FORMAT,
        "no known image format begins with the bytes "
            + HexFormat.ofDelimiter(" ")
                .formatHex(encoded.array(), encoded.offset(), encoded.offset() + quoted));
  }
}
