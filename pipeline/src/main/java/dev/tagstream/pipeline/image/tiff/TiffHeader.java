package dev.tagstream.pipeline.image.tiff;

import dev.tagstream.pipeline.image.format.EncodedBytes;
import dev.tagstream.pipeline.image.format.ExifOrientation;
import dev.tagstream.pipeline.image.format.ImageFormat;
import dev.tagstream.pipeline.image.format.ImageHeader;
import dev.tagstream.pipeline.image.format.TiffDirectory;
import dev.tagstream.pipeline.image.format.XmpOrientation;
import dev.tagstream.pipeline.record.UnreadableImageException;

/** Reads a TIFF's header: the tags of its first directory. */
public final class TiffHeader {

  private static final int XMP = 700;

  private TiffHeader() {}

  public static ImageHeader read(EncodedBytes encoded) throws UnreadableImageException {
    TiffDirectory directory = TiffDirectory.read(encoded, 0);
    TiffLayout layout = TiffLayout.of(encoded, directory);
    return new ImageHeader(
        ImageFormat.TIFF,
        layout.width(),
        layout.height(),
        layout.channels(),
        ExifOrientation.of(ExifOrientation.of(directory), xmp(encoded, directory)),
        ImageHeader.ONE_PASS,
        layout.mostPixels(encoded.length()));
  }

  private static int xmp(EncodedBytes encoded, TiffDirectory directory) {
    try {
      TiffDirectory.Entry xmp = directory.find(XMP);
      return xmp == null
          ? ExifOrientation.ABSENT
          : XmpOrientation.read(encoded, xmp.offset(), xmp.offset() + xmp.count());
    } catch (UnreadableImageException brokenMetadata) {
      return ExifOrientation.ABSENT;
    }
  }
}
