package dev.tagstream.cli.tag.output;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads whole records of a text file in UTF-8 and tells where they end. */
final class RecordReader {

  /** A record of a thousand tags has a tenth of it. */
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

  /** Behind the last record that {@link #next} gave, in bytes from the file's beginning. */
  long endOfWhole() {
    return endOfWhole;
  }

  /** The next whole record without its line end; empty at the end, whatever is left there. */
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

  /** Whether the file goes on after the last whole record by more than a torn one. */
  boolean isLost() {
    return record.size() > MAX_RECORD_BYTES;
  }
}
