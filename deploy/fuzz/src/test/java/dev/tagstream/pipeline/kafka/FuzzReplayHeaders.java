package dev.tagstream.pipeline.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** The headers of a record that claims to have been put back: topic, partition, offset, attempt. */
public final class FuzzReplayHeaders {

  private static final List<String> NAMES =
      List.of(
          ReplayHeaders.FIRST_TOPIC,
          ReplayHeaders.FIRST_PARTITION,
          ReplayHeaders.FIRST_OFFSET,
          ReplayHeaders.ATTEMPT);

  private FuzzReplayHeaders() {}

  /** A line each. */
  public static void fuzzerTestOneInput(byte[] lines) {
    String[] values = new String(lines, UTF_8).split("\n", NAMES.size());
    Headers headers = new RecordHeaders();
    for (int i = 0; i < values.length; i++) {
      headers.add(NAMES.get(i), values[i].getBytes(UTF_8));
    }
    ReplayHeaders.origin(headers);
  }
}
