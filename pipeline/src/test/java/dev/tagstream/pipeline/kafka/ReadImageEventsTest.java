package dev.tagstream.pipeline.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.config.Mode;
import dev.tagstream.pipeline.kafka.event.EventFormat;
import dev.tagstream.pipeline.kafka.event.NewerEvents;
import dev.tagstream.pipeline.kafka.event.WriterSchemas;
import dev.tagstream.pipeline.operator.RejectsOutput;
import dev.tagstream.pipeline.operator.TestStorm;
import dev.tagstream.pipeline.record.EncodedImage;
import dev.tagstream.pipeline.record.RejectReason;
import dev.tagstream.pipeline.record.RejectedImage;
import dev.tagstream.pipeline.record.SourceRecord;
import dev.tagstream.pipeline.record.Stage;
import dev.tagstream.schemas.ImageEvent;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ReadImageEventsTest {

  private static final byte[] IMAGE = {1, 2, 3};

  private OneInputStreamOperatorTestHarness<SourceRecord, EncodedImage> harness;

  @BeforeEach
  void open() throws Exception {
    open(WriterSchemas.NONE);
  }

  private void open(WriterSchemas writers) throws Exception {
    harness =
        new OneInputStreamOperatorTestHarness<>(
            new ProcessOperator<>(
                new ReadImageEvents(
                    EventFormat.ofImageEvents(writers),
                    TestStorm.LIMITS,
                    UriEvents.REJECTED,
                    Mode.STREAM)));
    harness.open();
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void readsAnEventWithAllItCarries() throws Exception {
    SourceRecord record =
        TestEvents.record(
            1042,
            TestEvents.encoded(
                TestEvents.event("cat")
                    .setImage(ByteBuffer.wrap(IMAGE))
                    .setEventTime(Instant.ofEpochMilli(123))
                    .setAttributes(Map.of("camera", "north"))
                    .build()));

    read(record);

    assertThat(rejects()).isEmpty();
    assertThat(harness.extractOutputValues())
        .singleElement()
        .satisfies(
            image -> {
              assertThat(image.source().position()).isEqualTo("image-events-3@1042");
              assertThat(image.source().timestampMillis()).isEqualTo(1_700_000_000_000L);
              assertThat(image.id()).isEqualTo("cat");
              assertThat(image.bytes()).isEqualTo(ByteRange.of(IMAGE));
              assertThat(image.eventTimeMillis()).isEqualTo(123);
              assertThat(image.attributes()).isEqualTo(Map.of("camera", "north"));
            });
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, -1, 0, Long.MAX_VALUE})
  void readsAnyEventTime(long millis) throws Exception {
    ImageEvent event =
        TestEvents.event("cat")
            .setImage(ByteBuffer.wrap(IMAGE))
            .setEventTime(Instant.ofEpochMilli(millis))
            .build();

    read(TestEvents.record(1, TestEvents.encoded(event)));

    assertThat(harness.extractOutputValues())
        .extracting(EncodedImage::eventTimeMillis)
        .containsExactly(millis);
  }

  @Test
  void leavesEmptyImagesToTheDecoder() throws Exception {
    read(TestEvents.withImage(1, "cat", new byte[0]));

    assertThat(harness.extractOutputValues())
        .extracting(EncodedImage::bytes)
        .containsExactly(ByteRange.of(new byte[0]));
  }

  @Test
  void rejectsTombstonesAndEmptyValues() throws Exception {
    read(new SourceRecord("image-events", 3, 1, -1, null));
    read(TestEvents.record(2, new byte[0]));

    assertThat(rejects())
        .extracting(RejectedImage::reason, RejectedImage::stage, RejectedImage::detail)
        .containsOnly(tuple(RejectReason.EMPTY_RECORD, Stage.READ, "the record has no value"))
        .hasSize(2);
  }

  @Test
  void rejectsAnythingElseWithItsTopicPartitionAndOffset() throws Exception {
    SourceRecord record = TestEvents.record(7, "hello, world".getBytes(UTF_8));

    read(record);

    assertThat(rejects())
        .singleElement()
        .satisfies(
            rejected -> {
              assertThat(rejected.source().position()).isEqualTo("image-events-3@7");
              assertThat(rejected.source().value()).isEqualTo(record.value());
              assertThat(rejected.id()).isNull();
              assertThat(rejected.reason()).isEqualTo(RejectReason.NOT_AN_IMAGE_EVENT);
              assertThat(rejected.stage()).isEqualTo(Stage.READ);
              assertThat(rejected.detail())
                  .isEqualTo(
                      "a message begins with C3 01 and 8 bytes of fingerprint but these are"
                          + " 68 65 6C 6C 6F 2C 20 77 6F 72 (12 bytes)");
            });
  }

  @Test
  void readsTheGoodEventAfterABadOneAsItWas() throws Exception {
    byte[] good = cat();

    for (int length = 10; length < good.length; length++) {
      read(TestEvents.record(length, Arrays.copyOf(good, length)));
      read(TestEvents.record(length, good));
    }

    assertThat(rejects())
        .hasSize(good.length - 10)
        .extracting(RejectedImage::reason)
        .containsOnly(RejectReason.NOT_AN_IMAGE_EVENT);
    assertThat(harness.extractOutputValues())
        .hasSize(good.length - 10)
        .allSatisfy(
            image -> {
              assertThat(image.id()).isEqualTo("cat");
              assertThat(image.bytes()).isEqualTo(ByteRange.of(IMAGE));
            });
  }

  @Test
  void rejectsUnknownSchemasWithTheirFingerprint() throws Exception {
    byte[] value = cat();
    Arrays.fill(value, 2, 10, (byte) 0x11);

    read(TestEvents.record(1, value));

    assertThat(rejects())
        .extracting(RejectedImage::reason, RejectedImage::detail)
        .containsExactly(
            tuple(
                RejectReason.UNKNOWN_SCHEMA,
                "no schema is known with the CRC-64-AVRO fingerprint 1111111111111111; add the"
                    + " sender's .avsc to tagging.kafka.writer-schemas"));
  }

  @Test
  void rejectsEventsOfANewerSenderUntilItsSchemaIsNamed() throws Exception {
    byte[] value = NewerEvents.encoded("cat", IMAGE);

    read(TestEvents.record(1, value));

    assertThat(rejects())
        .extracting(RejectedImage::reason)
        .containsExactly(RejectReason.UNKNOWN_SCHEMA);
    close();
    open(new WriterSchemas(List.of(NewerEvents.SCHEMA)));

    read(TestEvents.record(1, value));
    read(TestEvents.record(2, cat()));

    assertThat(rejects()).isEmpty();
    assertThat(harness.extractOutputValues())
        .extracting(EncodedImage::id, EncodedImage::bytes)
        .containsExactly(tuple("cat", ByteRange.of(IMAGE)), tuple("cat", ByteRange.of(IMAGE)));
  }

  @Test
  void rejectsEventsThatBreakTheSchemasRules() throws Exception {
    ByteBuffer image = ByteBuffer.wrap(IMAGE);
    read(TestEvents.withImage(1, "", IMAGE));
    read(TestEvents.withImage(2, "x".repeat(1025), IMAGE));
    read(TestEvents.record(3, TestEvents.encoded(TestEvents.event("cat").build())));
    read(
        TestEvents.record(
            4,
            TestEvents.encoded(
                TestEvents.event("cat").setImage(image).setUri("file:/cat.jpg").build())));
    read(
        TestEvents.record(
            5,
            TestEvents.encoded(
                TestEvents.event("cat")
                    .setImage(image)
                    .setAttributes(Map.of("k", "v".repeat(65536)))
                    .build())));

    assertThat(rejects())
        .extracting(RejectedImage::reason)
        .containsOnly(RejectReason.INVALID_EVENT);
    assertThat(rejects())
        .extracting(RejectedImage::detail)
        .containsExactly(
            "the id is empty",
            "the id has 1025 characters but may have 1024",
            "the event has neither an image nor a URI",
            "the event has both an image and a URI",
            "the attributes have 65537 characters but may have 65536");
    assertThat(rejects())
        .extracting(RejectedImage::id)
        .containsExactly("", null, "cat", "cat", "cat");
  }

  @Test
  void rejectsUris() throws Exception {
    read(
        TestEvents.record(
            1, TestEvents.encoded(TestEvents.event("cat").setUri("file:/cat.jpg").build())));

    assertThat(rejects())
        .extracting(RejectedImage::id, RejectedImage::reason)
        .containsExactly(tuple("cat", RejectReason.URI_NOT_SUPPORTED));
  }

  private static byte[] cat() {
    return TestEvents.encoded(TestEvents.event("cat").setImage(ByteBuffer.wrap(IMAGE)).build());
  }

  private void read(SourceRecord record) throws Exception {
    harness.processElement(new StreamRecord<>(record));
  }

  private List<RejectedImage> rejects() {
    var rejects = harness.getSideOutput(RejectsOutput.TAG);
    return rejects == null ? List.of() : rejects.stream().map(StreamRecord::getValue).toList();
  }

  @Test
  void aTopicWithoutARegistryNeedsNoState() throws Exception {
    // Flink takes no checkpoint while a part of the tasks with such a state has ended
    assertThat(harness.snapshot(1, 1).getManagedOperatorState()).isEmpty();
  }
}
