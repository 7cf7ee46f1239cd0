package dev.tagstream.pipeline.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.pipeline.ByteMutator;
import dev.tagstream.pipeline.config.Mode;
import dev.tagstream.pipeline.kafka.event.EventFormat;
import dev.tagstream.pipeline.kafka.event.WriterSchemas;
import dev.tagstream.pipeline.operator.RejectsOutput;
import dev.tagstream.pipeline.operator.TestStorm;
import dev.tagstream.pipeline.record.EncodedImage;
import dev.tagstream.pipeline.record.RejectedImage;
import dev.tagstream.pipeline.record.SourceRecord;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Broken events by the thousand: each is an image or a reject. */
class MutantEventsTest {

  private static final long SEED = 20_261_122;
  private static final int MUTANTS = 20_000;

  private OneInputStreamOperatorTestHarness<SourceRecord, EncodedImage> harness;

  @BeforeEach
  void open() throws Exception {
    harness =
        new OneInputStreamOperatorTestHarness<>(
            new ProcessOperator<>(
                new ReadImageEvents(
                    EventFormat.ofImageEvents(WriterSchemas.NONE),
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
  void twentyThousandMutantsAreReadOrRejected() throws Exception {
    Random random = new Random(SEED);
    ByteMutator mutator = new ByteMutator(random);
    List<byte[]> events = List.of(full(), withUri());
    for (int i = 0; i < MUTANTS; i++) {
      byte[] event = events.get(i % events.size()).clone();
      do {
        event = mutator.changed(event);
      } while (random.nextInt(3) == 0);

      harness.processElement(new StreamRecord<>(TestEvents.record(i, event)));
    }

    var rejects = harness.getSideOutput(RejectsOutput.TAG);
    assertThat(rejects.size() + harness.getOutput().size()).isEqualTo(MUTANTS);
    assertThat(harness.getOutput()).hasSizeGreaterThan(MUTANTS / 10);
    assertThat(rejects)
        .hasSizeGreaterThan(MUTANTS / 10)
        .extracting(StreamRecord::getValue)
        .extracting(RejectedImage::detail)
        .noneMatch(detail -> detail.isBlank() || detail.contains("\n"));
  }

  private static byte[] full() {
    return TestEvents.encoded(
        TestEvents.event("camera-7/2026-11-22.jpg")
            .setImage(ByteBuffer.wrap(new byte[40]))
            .setEventTime(Instant.ofEpochMilli(1_700_000_000_000L))
            .setAttributes(Map.of("camera", "north", "lens", "wide"))
            .build());
  }

  private static byte[] withUri() {
    return TestEvents.encoded(
        TestEvents.event("b").setUri("s3://bucket/image.jpg").setAttributes(Map.of()).build());
  }
}
