package dev.tagstream.pipeline.image.jpeg;

import dev.tagstream.pipeline.image.format.EncodedBytes;
import dev.tagstream.pipeline.record.UnreadableImageException;
import org.jspecify.annotations.Nullable;

/** Measures how far a JPEG without its end marker can be decoded. */
final class JpegMeasure {

  private final EncodedBytes encoded;
  private final JpegSegments segments;
  private final JpegTables tables;
  private final JpegNonzeros nonzeros = new JpegNonzeros();

  private @Nullable JpegFrame frame;
  private @Nullable JpegExtent extent;

  private JpegMeasure(EncodedBytes encoded) {
    this.encoded = encoded;
    this.segments = new JpegSegments(encoded);
    this.tables = new JpegTables(encoded);
  }

  /**
   * Measures a JPEG whose header has been checked.
   *
   * @throws UnreadableImageException if it is corrupt before its end, or does not use Huffman codes
   */
  static JpegExtent of(EncodedBytes encoded) throws UnreadableImageException {
    return new JpegMeasure(encoded).measure();
  }

  private JpegExtent measure() throws UnreadableImageException {
    int scans = 0;
    for (JpegScan scan = nextScan(); scan != null; scan = nextScan()) {
      scans++;
      JpegExtent reached = scan.read(scans);
      extent = reached;
      if (reached.unitsCome() < reached.units()) {
        return reached;
      }
      segments.skipTo(reached.end());
    }
    if (extent == null) {
      throw encoded.truncated("it ends before its first scan");
    }
    return extent;
  }

  /** Null if the file ends before there is one. */
  private @Nullable JpegScan nextScan() throws UnreadableImageException {
    try {
      while (segments.next()) {
        if (segments.isFrame()) {
          frame = new JpegFrame(encoded, segments.at());
        }
        tables.define(segments);
      }
      return frame == null || segments.marker() != JpegSegments.START_OF_SCAN
          ? null
          : new JpegScan(encoded, frame, tables, nonzeros, segments.data());
    } catch (UnreadableImageException ended) {
      if (extent == null) {
        throw ended;
      }
      return null;
    }
  }
}
