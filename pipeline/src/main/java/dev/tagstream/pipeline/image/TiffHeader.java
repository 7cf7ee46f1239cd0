package dev.tagstream.pipeline.image;

import dev.tagstream.pipeline.record.UnreadableImageException;

/** Reads a TIFF's header: the tags of its first directory. */
final class TiffHeader {

  private TiffHeader() {}

  static ImageHeader read(EncodedBytes encoded) throws UnreadableImageException {
    TiffDirectory directory = TiffDirectory.read(encoded, 0);
    TiffLayout layout = TiffLayout.of(encoded, directory);
    return new ImageHeader(
        ImageFormat.TIFF,
        layout.width(),
        layout.height(),
        layout.channels(),
        ExifOrientation.of(directory),
        ImageHeader.ONE_PASS,
        layout.mostPixels(encoded.length()));
  }
}
