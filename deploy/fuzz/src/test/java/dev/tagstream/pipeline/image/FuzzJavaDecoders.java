package dev.tagstream.pipeline.image;

import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.image.format.ImageFormat;
import dev.tagstream.pipeline.image.format.ImageHeader;
import dev.tagstream.pipeline.record.UnreadableImageException;
import dev.tagstream.schemas.model.Preprocessing;
import dev.tagstream.schemas.model.Resize;
import java.util.List;

/** Images that are decoded in Java: BMP, GIF, most TIFFs, CMYK JPEGs; and JPEGs cut short. */
public final class FuzzJavaDecoders {

  private static final ImageDecoder DECODER =
      new ImageDecoder(
          new Preprocessing(
              new Resize(Resize.Rule.EXACT, 8, 8, Resize.Filter.BILINEAR, true),
              null,
              Preprocessing.ChannelOrder.RGB,
              1,
              List.of(0.0, 0.0, 0.0),
              List.of(1.0, 1.0, 1.0)),
          new ImageLimits(1 << 20, 100_000, 2_000),
          ImageDecoder.Mode.EXACT,
          TruncatedImages.TAG);

  private FuzzJavaDecoders() {}

  public static void fuzzerTestOneInput(byte[] image) {
    try {
      ImageHeader header = HeaderReader.read(ByteRange.of(image));
      if (header.format() != ImageFormat.PNG && header.format() != ImageFormat.WEBP) {
        DECODER.decode(image);
      }
    } catch (UnreadableImageException refused) {
      // as it should be
    }
  }
}
