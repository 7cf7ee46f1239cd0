package dev.tagstream.pipeline.image;

import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.image.format.EncodedBytes;
import dev.tagstream.pipeline.image.format.ImageFormat;
import dev.tagstream.pipeline.image.format.ImageHeader;
import dev.tagstream.pipeline.image.opencv.NativeInput;
import dev.tagstream.pipeline.image.png.PngChunks;
import dev.tagstream.pipeline.image.resample.OutputGeometry;
import dev.tagstream.pipeline.record.UnreadableImageException;
import dev.tagstream.schemas.model.Resize;
import dev.tagstream.schemas.model.Size;

/** The headers of images, up to the sizes of what is to be decoded. */
public final class FuzzImageHeaders {

  private static final ImageLimits LIMITS = new ImageLimits(1 << 20, 1_000_000, 10_000);
  private static final Resize RESIZE =
      new Resize(Resize.Rule.SHORTEST_SIDE, 256, 256, Resize.Filter.BILINEAR, true);

  private FuzzImageHeaders() {}

  public static void fuzzerTestOneInput(byte[] image) {
    try {
      ImageHeader header = HeaderReader.read(ByteRange.of(image));
      LIMITS.check(header);
      OutputGeometry.of(header, RESIZE, new Size(224, 224), LIMITS.maxOutputPixels());
      EncodedBytes encoded = new EncodedBytes("PNG", ByteRange.of(image));
      if (header.format() == ImageFormat.PNG && PngChunks.reachEnd(encoded)) {
        try (NativeInput input = new NativeInput()) {
          PngChunks.copyNeeded(encoded, input);
        }
      }
    } catch (UnreadableImageException refused) {
      // as it should be
    }
  }
}
