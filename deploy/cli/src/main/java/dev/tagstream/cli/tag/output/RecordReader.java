package dev.tagstream.cli.tag.output;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads complete records of a UTF-8 text file and reports their end. */
final class RecordReader {

  /** The longest record, ten times the length of one with a thousand tags. */
  private static final int MAX_RECORD_BYTES = 1 << 20;

  private final InputStream bytes;
  private final RecordEnd end;
  private final ByteArrayOutputStream record = new ByteArrayOutputStream();
  private long position;
  private long endOfWhole;

  RecordReader(InputStream bytes, RecordEnd end) {
    this.bytes = bytes;
    this.end = end;
  }

  /** The offset after the last record that {@link #next} returned, in bytes. */
  long endOfWhole() {
    return endOfWhole;
  }

  /**
   * The next complete record without its line end; empty at the end, even if an incomplete record
   * is left.
   */
  Optional<String> next() throws IOException {
    record.reset();
    boolean quoted = false;
    for (int next = bytes.read(); next >= 0; next = bytes.read()) {
      position++;
      if (next == '\n' && !quoted) {
        endOfWhole = position;
        return Optional.of(record.toString(StandardCharsets.UTF_8));
      }
      quoted ^= next == '"' && end.heedsQuotes();
      record.write(next);
      if (record.size() > MAX_RECORD_BYTES) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** Whether the rest of the file is too long to be one incomplete record. */
  boolean isLost() {
    return record.size() > MAX_RECORD_BYTES;
  }
}
