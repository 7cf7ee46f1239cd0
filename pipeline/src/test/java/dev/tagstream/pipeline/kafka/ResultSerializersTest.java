package dev.tagstream.pipeline.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.record.EncodedImage;
import dev.tagstream.pipeline.record.ModelRun;
import dev.tagstream.pipeline.record.Origin;
import dev.tagstream.pipeline.record.QueuedImage;
import dev.tagstream.pipeline.record.RejectReason;
import dev.tagstream.pipeline.record.SourceObject;
import dev.tagstream.pipeline.record.SourceRecord;
import dev.tagstream.pipeline.record.Stage;
import dev.tagstream.pipeline.record.Tag;
import dev.tagstream.pipeline.record.TaggedImage;
import dev.tagstream.schemas.ImageTags;
import dev.tagstream.schemas.RejectedImage;
import dev.tagstream.schemas.codec.SingleObjectDecoder;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.util.InstantiationUtil;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ResultSerializersTest {

  private static final int LIMIT = ResultLimits.LEAST_BYTES;

  private static final SourceRecord SOURCE = TestEvents.record(1042, new byte[] {1, 2, 3, 4, 5});

  @Test
  void writesTagsUnderTheirIdWithAllThatIsKnown() throws Exception {
    EncodedImage encoded =
        new EncodedImage(SOURCE, "Kätzchen", ByteRange.of(new byte[9]), 123L, Map.of("k", "v"));
    TaggedImage image =
        new TaggedImage(
            new QueuedImage(encoded, 640, 480, 1000, "half of it is missing", 0),
            List.of(new Tag(281, "tabby", "n02123045", 0.75f), new Tag(282, "282", null, 0.125f)),
            new float[] {0.5f, -1},
            50_000,
            new ModelRun("resnet50", "00ff", "cpu", 1_700_000_000_456L, 20_000));

    ProducerRecord<byte[], byte[]> record =
        write(new TagsSerializer("image-tags", () -> LIMIT, ResultFrame.SINGLE_OBJECT), image);

    assertThat(record.topic()).isEqualTo("image-tags");
    assertThat(record.key()).isEqualTo("Kätzchen".getBytes(UTF_8));
    assertThat(SingleObjectDecoder.of(ImageTags.class).decode(record.value()))
        .isEqualTo(
            ImageTags.newBuilder()
                .setId("Kätzchen")
                .setTags(
                    List.of(
                        new dev.tagstream.schemas.Tag(281, "tabby", "n02123045", 0.75f),
                        new dev.tagstream.schemas.Tag(282, "282", null, 0.125f)))
                .setModelName("resnet50")
                .setModelSha256("00ff")
                .setProvider("cpu")
                .setSourceTopic("image-events")
                .setSourcePartition(3)
                .setSourceOffset(1042)
                .setSourceTimestamp(Instant.ofEpochMilli(1_700_000_000_000L))
                .setTaggedAt(Instant.ofEpochMilli(1_700_000_000_456L))
                .setDecodeMicros(1000)
                .setQueueMicros(50_000)
                .setInferenceMicros(20_000)
                .setWidth(640)
                .setHeight(480)
                .setTruncated("half of it is missing")
                .setEventTime(Instant.ofEpochMilli(123))
                .setAttributes(Map.of("k", "v"))
                .setEmbedding(List.of(0.5f, -1f))
                .build());
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, Long.MAX_VALUE})
  void writesAnyEventTime(long millis) throws Exception {
    EncodedImage encoded =
        new EncodedImage(SOURCE, "cat", ByteRange.of(new byte[9]), millis, Map.of());
    TaggedImage image =
        new TaggedImage(
            new QueuedImage(encoded, 640, 480, 0, null, 0),
            List.of(),
            null,
            0,
            new ModelRun("resnet50", "00ff", "cpu", 0, 0));

    byte[] value =
        write(new TagsSerializer("image-tags", () -> LIMIT, ResultFrame.SINGLE_OBJECT), image)
            .value();

    assertThat(SingleObjectDecoder.of(ImageTags.class).decode(value).getEventTime())
        .isEqualTo(Instant.ofEpochMilli(millis));
  }

  @Test
  void writesRejectsWithTheValueCutAtTheLimit() throws Exception {
    ProducerRecord<byte[], byte[]> record =
        write(
            new RejectsSerializer("image-rejects", 3, () -> LIMIT, ResultFrame.SINGLE_OBJECT),
            rejected("cat", SOURCE));

    assertThat(record.topic()).isEqualTo("image-rejects");
    assertThat(record.key()).isEqualTo("cat".getBytes(UTF_8));
    RejectedImage written = SingleObjectDecoder.of(RejectedImage.class).decode(record.value());
    assertThat(written.getId()).isEqualTo("cat");
    assertThat(written.getReason()).isEqualTo(dev.tagstream.schemas.RejectReason.CORRUPT_IMAGE);
    assertThat(written.getStage()).isEqualTo(dev.tagstream.schemas.Stage.DECODE);
    assertThat(written.getDetail()).isEqualTo("it ends too soon");
    assertThat(written.getSourceTopic()).isEqualTo("image-events");
    assertThat(written.getSourcePartition()).isEqualTo(3);
    assertThat(written.getSourceOffset()).isEqualTo(1042);
    assertThat(written.getSourceTimestamp()).isEqualTo(Instant.ofEpochMilli(1_700_000_000_000L));
    assertThat(written.getRejectedAt()).isAfter(Instant.ofEpochMilli(1_700_000_000_000L));
    assertThat(written.getValue()).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2, 3}));
    assertThat(written.getValueBytes()).isEqualTo(5);
  }

  @Test
  void writesRejectsOfTombstonesWithoutKeyAndValue() throws Exception {
    SourceRecord tombstone = new SourceRecord("image-events", 0, 0, -1, null);

    ProducerRecord<byte[], byte[]> record =
        write(
            new RejectsSerializer("image-rejects", 3, () -> LIMIT, ResultFrame.SINGLE_OBJECT),
            rejected(null, tombstone));

    assertThat(record.key()).isNull();
    RejectedImage written = SingleObjectDecoder.of(RejectedImage.class).decode(record.value());
    assertThat(written.getId()).isNull();
    assertThat(written.getValue().remaining()).isZero();
    assertThat(written.getValueBytes()).isZero();
  }

  @Test
  void writesWhichObjectATaggedImageCameIn() throws Exception {
    SourceObject member = new SourceObject("s3://images/cats.tar", "etag", "tom.jpg");
    EncodedImage encoded =
        new EncodedImage(member, "tom.jpg", ByteRange.of(new byte[9]), null, Map.of());
    TaggedImage image =
        new TaggedImage(
            new QueuedImage(encoded, 640, 480, 0, null, 0),
            List.of(),
            null,
            0,
            new ModelRun("resnet50", "00ff", "cpu", 0, 0));

    byte[] value =
        write(new TagsSerializer("image-tags", () -> LIMIT, ResultFrame.SINGLE_OBJECT), image)
            .value();

    ImageTags written = SingleObjectDecoder.of(ImageTags.class).decode(value);
    assertThat(written.getSourceUri()).isEqualTo("s3://images/cats.tar");
    assertThat(written.getSourceMember()).isEqualTo("tom.jpg");
    assertThat(written.getSourceRow()).isNull();
    assertThat(written.getSourceTopic()).isEmpty();
    assertThat(written.getSourcePartition()).isEqualTo(-1);
    assertThat(written.getSourceOffset()).isEqualTo(-1);
    assertThat(written.getSourceTimestamp()).isEqualTo(Instant.ofEpochMilli(-1));
    assertThat(written.getAttempt()).isEqualTo(1);
  }

  @Test
  void writesWhichObjectARejectedImageCameInAndNoValue() throws Exception {
    SourceObject row = new SourceObject("s3://images/cats.parquet", "etag", 17);
    var rejected =
        new dev.tagstream.pipeline.record.RejectedImage(
            row, "tom", RejectReason.CORRUPT_IMAGE, Stage.DECODE, "it ends too soon");

    byte[] value =
        write(
                new RejectsSerializer("image-rejects", 3, () -> LIMIT, ResultFrame.SINGLE_OBJECT),
                rejected)
            .value();

    RejectedImage written = SingleObjectDecoder.of(RejectedImage.class).decode(value);
    assertThat(written.getSourceUri()).isEqualTo("s3://images/cats.parquet");
    assertThat(written.getSourceMember()).isNull();
    assertThat(written.getSourceRow()).isEqualTo(17);
    assertThat(written.getSourceTopic()).isEmpty();
    assertThat(written.getSourceOffset()).isEqualTo(-1);
    assertThat(written.getValue().remaining()).isZero();
    assertThat(written.getValueBytes()).isZero();
  }

  @Test
  void cutsTheValueOfARejectToWhatItsTopicTakes() throws Exception {
    String id = "字".repeat(1024);
    byte[] value = new byte[100_000];
    SourceRecord source =
        new SourceRecord(
            "t".repeat(249),
            3,
            1042,
            -1,
            TestEvents.fetched(value),
            new Origin("f".repeat(249), 1, 7, 2));
    var rejected =
        new dev.tagstream.pipeline.record.RejectedImage(
            source, id, RejectReason.MODEL_FAILED, Stage.TAG, "字".repeat(100_000));

    ProducerRecord<byte[], byte[]> record =
        write(
            new RejectsSerializer(
                "image-rejects", Integer.MAX_VALUE, () -> LIMIT, ResultFrame.SINGLE_OBJECT),
            rejected);

    assertThat(RecordSize.of(record)).isBetween(LIMIT - 500L, (long) LIMIT);
    RejectedImage written = SingleObjectDecoder.of(RejectedImage.class).decode(record.value());
    assertThat(written.getId()).isEqualTo(id);
    assertThat(written.getReason()).isEqualTo(dev.tagstream.schemas.RejectReason.MODEL_FAILED);
    assertThat(written.getDetail()).isEqualTo("字".repeat(999) + "…");
    assertThat(written.getFirstOffset()).isEqualTo(7);
    assertThat(written.getValueBytes()).isEqualTo(100_000);
    assertThat(written.getValue().remaining()).isBetween(1, LIMIT);
  }

  @Test
  void leavesPartsOfAResultOutUntilItsTopicTakesIt() throws Exception {
    Map<String, String> attributes = Map.of("k", "v".repeat(20_000));
    assertThat(leftOut(attributes, new float[10], 5)).containsExactly("attributes");
    assertThat(leftOut(Map.of(), new float[10_000], 5)).containsExactly("attributes", "embedding");
    assertThat(leftOut(attributes, new float[10_000], 2_000))
        .containsExactly("attributes", "embedding", "tags");
    assertThat(leftOut(Map.of("k", "v"), new float[10], 5)).isEmpty();
  }

  private static List<String> leftOut(
      Map<String, String> attributes, float[] embedding, int tagCount) throws Exception {
    EncodedImage encoded =
        new EncodedImage(SOURCE, "字".repeat(1024), ByteRange.of(new byte[9]), null, attributes);
    TaggedImage image =
        new TaggedImage(
            new QueuedImage(encoded, 640, 480, 0, null, 0),
            Collections.nCopies(tagCount, new Tag(1, "tabby", "n02123045", 0.5f)),
            embedding,
            0,
            new ModelRun("resnet50", "00ff", "cpu", 0, 0));

    var record =
        write(new TagsSerializer("image-tags", () -> LIMIT, ResultFrame.SINGLE_OBJECT), image);

    assertThat(RecordSize.of(record)).isLessThanOrEqualTo(LIMIT);
    ImageTags written = SingleObjectDecoder.of(ImageTags.class).decode(record.value());
    assertThat(written.getId()).hasSize(1024);
    assertThat(written.getAttributes().isEmpty())
        .isEqualTo(attributes.isEmpty() || written.getLeftOut().contains("attributes"));
    assertThat(written.getEmbedding() == null)
        .isEqualTo(written.getLeftOut().contains("embedding"));
    assertThat(written.getTags().isEmpty()).isEqualTo(written.getLeftOut().contains("tags"));
    return written.getLeftOut();
  }

  @Test
  void everyReasonAndStageHasItsNameOnTheTopic() {
    assertThat(names(dev.tagstream.schemas.RejectReason.values()))
        .containsAll(names(RejectReason.values()))
        .contains("UNKNOWN");
    assertThat(names(dev.tagstream.schemas.Stage.values()))
        .containsAll(names(Stage.values()))
        .contains("UNKNOWN");
  }

  private static List<String> names(Enum<?>... constants) {
    return Arrays.stream(constants).map(Enum::name).toList();
  }

  private static dev.tagstream.pipeline.record.RejectedImage rejected(
      @Nullable String id, SourceRecord source) {
    return new dev.tagstream.pipeline.record.RejectedImage(
        source, id, RejectReason.CORRUPT_IMAGE, Stage.DECODE, "it ends too soon");
  }

  /** Writes as a serializer does that has travelled to a TaskManager. */
  @SuppressWarnings("NullAway") // neither is looked at
  private static <T> ProducerRecord<byte[], byte[]> write(
      KafkaRecordSerializationSchema<T> serializer, T image) throws Exception {
    KafkaRecordSerializationSchema<T> arrived = InstantiationUtil.clone(serializer);
    arrived.open(null, null);
    return arrived.serialize(image, null, null);
  }
}
