package dev.tagstream.pipeline.image.format;

import dev.tagstream.pipeline.bytes.ByteRange;

/** Formats that are recognised, so that their reject can name them, but not decoded. */
enum UnreadFormat {
  AVIF("AVIF", "........6674797061766966 ........6674797061766973"),
  HEIC(
      "HEIC",
      "........6674797068656963 ........6674797068656978 ........6674797068657663"
          + " ........667479706D696631 ........667479706D736631"),
  JPEG_XL("JPEG XL", "FF0A 0000000C4A584C200D0A870A"),
  JPEG_2000("JPEG 2000", "0000000C6A5020200D0A870A FF4FFF51"),
  MP4("MP4 video", "........66747970"),
  MATROSKA("Matroska or WebM video", "1A45DFA3"),
  PSD("Photoshop PSD", "38425053"),
  ICO("Windows icon", "00000100"),
  OPEN_EXR("OpenEXR", "762F3101"),
  NETPBM("Netpbm", "50310A 50320A 50330A 50340A 50350A 50360A 50370A"),
  QOI("QOI", "716F6966"),
  PDF("PDF", "25504446"),
  SVG("SVG or other XML", "3C737667 3C3F786D6C"),
  HTML("HTML", "3C68746D6C 3C48544D4C 3C21444F4354595045 3C21646F6374797065"),
  ZIP("ZIP archive", "504B0304"),
  GZIP("gzip", "1F8B");

  private final String title;
  private final String magics;

  UnreadFormat(String title, String magics) {
    this.title = title;
    this.magics = magics;
  }

  /** What people call it. */
  String title() {
    return title;
  }

  boolean matches(ByteRange encoded) {
    return MagicBytes.match(magics, encoded);
  }
}
