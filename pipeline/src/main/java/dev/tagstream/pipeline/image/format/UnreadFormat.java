package dev.tagstream.pipeline.image.format;

import dev.tagstream.pipeline.bytes.ByteRange;

/** Formats that Tagstream recognizes, so that a reject can name them, but does not decode. */
enum UnreadFormat {
  AVIF("AVIF", Kind.IMAGE, "") {
    @Override
    boolean matches(ByteRange encoded) {
      return MediaBrands.of(encoded).has("avif", "avis");
    }
  },
  HEIC("HEIC", Kind.IMAGE, "") {
    @Override
    boolean matches(ByteRange encoded) {
      return MediaBrands.of(encoded)
          .has("heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1");
    }
  },
  JPEG_XL("JPEG XL", Kind.IMAGE, "FF0A 0000000C4A584C200D0A870A"),
  JPEG_2000("JPEG 2000", Kind.IMAGE, "0000000C6A5020200D0A870A FF4FFF51"),
  MP4("MP4 video", Kind.OTHER, "........66747970"),
  MATROSKA("Matroska or WebM video", Kind.OTHER, "1A45DFA3"),
  PSD("Photoshop PSD", Kind.IMAGE, "38425053"),
  ICO("Windows icon", Kind.IMAGE, "00000100"),
  OPEN_EXR("OpenEXR", Kind.IMAGE, "762F3101"),
  NETPBM("Netpbm", Kind.IMAGE, "50310A 50320A 50330A 50340A 50350A 50360A 50370A"),
  QOI("QOI", Kind.IMAGE, "716F6966"),
  PDF("PDF", Kind.OTHER, "25504446"),
  SVG("SVG or other XML", Kind.OTHER, "3C737667 3C3F786D6C"),
  HTML("HTML", Kind.OTHER, "3C68746D6C 3C48544D4C 3C21444F4354595045 3C21646F6374797065"),
  ZIP("ZIP archive", Kind.OTHER, "504B0304"),
  GZIP("gzip", Kind.OTHER, "1F8B");

  /** The advice for the sender. */
  private enum Kind {
    IMAGE("%s is not supported; convert it to JPEG, PNG or WebP"),
    OTHER("%s is not decoded");

    private final String detail;

    Kind(String detail) {
      this.detail = detail;
    }
  }

  private final String title;
  private final Kind kind;
  private final String magics;

  UnreadFormat(String title, Kind kind, String magics) {
    this.title = title;
    this.kind = kind;
    this.magics = magics;
  }

  /** The text of a reject. */
  String detail() {
    return kind.detail.formatted(title);
  }

  boolean matches(ByteRange encoded) {
    return MagicBytes.match(magics, encoded);
  }
}
