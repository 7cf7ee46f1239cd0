package dev.tagstream.pipeline.kafka.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagstream.embedded.TestRegistry;
import dev.tagstream.pipeline.config.FormatConfig;
import dev.tagstream.pipeline.config.Framing;
import dev.tagstream.pipeline.kafka.registry.MissingSchemaException;
import dev.tagstream.schemas.RejectReason;
import dev.tagstream.schemas.RejectedImage;
import dev.tagstream.schemas.Stage;
import dev.tagstream.schemas.codec.MalformedMessageException;
import dev.tagstream.schemas.codec.RecordEncoder;
import dev.tagstream.schemas.codec.SingleObjectEncoder;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class AnswerReaderTest {

  private static final RejectedImage REJECT =
      RejectedImage.newBuilder()
          .setId("cat")
          .setReason(RejectReason.EMPTY_IMAGE)
          .setStage(Stage.DECODE)
          .setDetail("no bytes")
          .setValue(ByteBuffer.allocate(0))
          .setValueBytes(0)
          .setSourceTopic("image-events")
          .setSourcePartition(0)
          .setSourceOffset(7)
          .setSourceTimestamp(Instant.EPOCH)
          .setRejectedAt(Instant.EPOCH)
          .build();

  private TestRegistry registry;

  @BeforeEach
  void start() throws Exception {
    registry = TestRegistry.start();
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  @ParameterizedTest
  @EnumSource(names = {"CONFLUENT", "APICURIO"})
  void readsFramesOfTheRegistryAndAsksOncePerId(Framing framing) throws Exception {
    long id = registry.add("image-rejects-value", RejectedImage.getClassSchema().toString());
    byte[] framed = RecordEncoder.of(RejectedImage.class, Frame.header(framing, id)).encode(REJECT);

    try (AnswerReader<RejectedImage> reader = reader(framing)) {
      assertThat(reader.read(framed)).isEqualTo(REJECT);
      assertThat(reader.read(framed)).isEqualTo(REJECT);
    }
    assertThat(registry.requests()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(names = {"SINGLE_OBJECT", "CONFLUENT", "APICURIO"})
  void readsRecordsOfBothKindsWhateverTheJobWritesNow(Framing framing) throws Exception {
    long id = registry.add("image-rejects-value", RejectedImage.getClassSchema().toString());
    Framing framed = framing == Framing.SINGLE_OBJECT ? Framing.CONFLUENT : framing;

    try (AnswerReader<RejectedImage> reader = reader(framing)) {
      assertThat(reader.read(SingleObjectEncoder.of(RejectedImage.class).encode(REJECT)))
          .isEqualTo(REJECT);
      assertThat(
              reader.read(
                  RecordEncoder.of(RejectedImage.class, Frame.header(framed, id)).encode(REJECT)))
          .isEqualTo(REJECT);
    }
  }

  @Test
  void readsRecordsWithoutAHeader() throws Exception {
    byte[] bare = RecordEncoder.of(RejectedImage.class, new byte[0]).encode(REJECT);

    try (AnswerReader<RejectedImage> reader = reader(Framing.NONE)) {
      assertThat(reader.read(bare)).isEqualTo(REJECT);
    }
    assertThat(registry.requests()).isEmpty();
  }

  @Test
  void refusesAnIdThatTheRegistryLacksAndBytesThatAreNoRecord() throws Exception {
    long id = registry.add("image-rejects-value", RejectedImage.getClassSchema().toString());
    byte[] unknown = {0, 0, 0, 0, 99, 1};
    byte[] broken = {0, 0, 0, 0, (byte) id, 1};
    byte[] tooShort = {0, 0};

    try (AnswerReader<RejectedImage> reader = reader(Framing.CONFLUENT)) {
      assertThatThrownBy(() -> reader.read(unknown)).isInstanceOf(MissingSchemaException.class);
      assertThatThrownBy(() -> reader.read(broken)).isInstanceOf(MalformedMessageException.class);
      assertThatThrownBy(() -> reader.read(tooShort)).isInstanceOf(MalformedMessageException.class);
      assertThatThrownBy(() -> reader.read(new byte[0]))
          .isInstanceOf(MalformedMessageException.class);
    }
  }

  private AnswerReader<RejectedImage> reader(Framing framing) {
    FormatConfig formats =
        FormatConfig.of(
            Configuration.fromMap(
                Map.of(
                    "tagging.kafka.registry.urls", registry.url(),
                    "tagging.kafka.framing.rejects", framing.toString())));
    return AnswerReader.of(RejectedImage.class, formats.framings().rejects(), formats.registry());
  }
}
