package dev.tagstream.pipeline.operator;

import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.record.DecodedImage;
import dev.tagstream.pipeline.record.EncodedImage;
import dev.tagstream.pipeline.record.NormalizedImage;
import dev.tagstream.pipeline.record.PixelImage;
import dev.tagstream.pipeline.record.SourceRecord;
import java.util.Map;

/** Images on their way. */
final class ImageRecords {

  private ImageRecords() {}

  static EncodedImage encoded(String id, byte[] bytes) {
    ByteRange range = ByteRange.of(bytes);
    SourceRecord source = new SourceRecord("image-events", 3, 1042, 1_700_000_000_000L, range);
    return new EncodedImage(source, id, range, 123L, Map.of("camera", "north"));
  }

  static NormalizedImage normalized(String id, byte[] row) {
    return normalized(id, 1, 1, row);
  }

  static NormalizedImage normalized(String id, int width, int height, byte[] row) {
    PixelImage pixels = new PixelImage(width, height, new byte[3 * width * height]);
    return new NormalizedImage(
        new DecodedImage(encoded(id, row), pixels, 640, 480, 1000, null), row, row.length);
  }
}
