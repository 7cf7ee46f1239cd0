package dev.tagstream.pipeline.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.pipeline.record.Origin;
import dev.tagstream.pipeline.record.SourceRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ReplayHeadersTest {

  private static final Origin ORIGIN = new Origin("image-events", 3, 1042, 2);

  @Test
  void tellTheJobWhereARecordLayAtFirst() {
    Headers headers = new RecordHeaders();
    ReplayHeaders.set(headers, ORIGIN, "CORRUPT_IMAGE");

    assertThat(read(headers).origin()).isEqualTo(ORIGIN);
  }

  @Test
  void replaceThoseOfAnEarlierAttempt() {
    Headers headers = new RecordHeaders();
    ReplayHeaders.set(headers, ORIGIN, "CORRUPT_IMAGE");
    ReplayHeaders.set(headers, new Origin("image-events", 3, 1042, 3), "MODEL_FAILED");

    assertThat(headers.toArray()).hasSize(5);
    assertThat(ReplayHeaders.origin(headers)).isEqualTo(new Origin("image-events", 3, 1042, 3));
  }

  @Test
  void areNotNeeded() {
    assertThat(read(new RecordHeaders()).origin()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "tagstream.first.partition, -1",
    "tagstream.first.partition, three",
    "tagstream.first.offset, 99999999999999999999",
    "tagstream.attempt, 1",
    "tagstream.attempt, ''"
  })
  void areIgnoredWhereSomebodyElseWroteThem(String name, String value) {
    Headers headers = new RecordHeaders();
    ReplayHeaders.set(headers, ORIGIN, "CORRUPT_IMAGE");
    headers.add(name, value.getBytes(UTF_8));

    assertThat(read(headers).origin()).isNull();
  }

  @Test
  void areIgnoredWhereTheyAreHuge() {
    Headers headers = new RecordHeaders();
    ReplayHeaders.set(headers, ORIGIN, "CORRUPT_IMAGE");
    headers.add("tagstream.first.topic", new byte[1 << 20]);

    assertThat(read(headers).origin()).isNull();
  }

  /** A record as the job's source reads it. */
  private static SourceRecord read(Headers headers) {
    List<SourceRecord> records = new ArrayList<>();
    new SourceRecordDeserializer(RecordKeys.IGNORED)
        .deserialize(
            new ConsumerRecord<>(
                "image-events",
                3,
                2000,
                0,
                TimestampType.CREATE_TIME,
                0,
                0,
                null,
                null,
                headers,
                Optional.empty()),
            new ListCollector<>(records));
    return records.get(0);
  }
}
