package dev.tagstream.sql.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagstream.pipeline.kafka.event.WriterSchemas;
import dev.tagstream.schemas.ImageEvent;
import dev.tagstream.schemas.ImageTags;
import dev.tagstream.schemas.RejectReason;
import dev.tagstream.schemas.RejectedImage;
import dev.tagstream.schemas.Stage;
import dev.tagstream.schemas.Tag;
import dev.tagstream.schemas.codec.SingleObjectDecoder;
import dev.tagstream.schemas.codec.SingleObjectEncoder;
import dev.tagstream.sql.format.RowsFromRecords.OnBadRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway") // the format does not look at the context of Flink
final class TagstreamAvroTest {

  private static final Instant TIME = Instant.parse("2026-11-27T12:00:00.123Z");

  @Test
  void readsAndWritesEveryFieldOfAnImageEvent() throws Exception {
    ImageEvent event =
        ImageEvent.newBuilder()
            .setId("cat-1")
            .setImage(ByteBuffer.wrap(new byte[] {1, 2, 3}))
            .setEventTime(TIME)
            .setAttributes(Map.of("camera", "north"))
            .build();

    assertThat(throughARow(event, TopicRecord.IMAGE_EVENT)).isEqualTo(event);
  }

  @Test
  void readsAndWritesEveryFieldOfATagsRecord() throws Exception {
    ImageTags tags =
        ImageTags.newBuilder()
            .setId("cat-1")
            .setTags(List.of(new Tag(281, "tabby", "n02123045", 0.75f), new Tag(3, "x", null, 0f)))
            .setModelName("resnet50")
            .setModelSha256("0".repeat(64))
            .setProvider("cpu")
            .setSourceTopic("image-events")
            .setSourcePartition(3)
            .setSourceOffset(1042)
            .setSourceTimestamp(TIME)
            .setTaggedAt(TIME)
            .setDecodeMicros(1)
            .setQueueMicros(2)
            .setInferenceMicros(3)
            .setWidth(640)
            .setHeight(480)
            .setEmbedding(List.of(0.5f, -1f))
            .setLeftOut(List.of("attributes"))
            .build();

    assertThat(throughARow(tags, TopicRecord.IMAGE_TAGS)).isEqualTo(tags);
  }

  @Test
  void readsAndWritesEveryFieldOfAReject() throws Exception {
    RejectedImage reject =
        RejectedImage.newBuilder()
            .setReason(RejectReason.CORRUPT_IMAGE)
            .setStage(Stage.DECODE)
            .setDetail("no image")
            .setSourceTopic("image-events")
            .setSourcePartition(0)
            .setSourceOffset(7)
            .setSourceTimestamp(TIME)
            .setRejectedAt(TIME)
            .setValue(ByteBuffer.wrap("no image".getBytes(UTF_8)))
            .setValueBytes(8)
            .build();

    assertThat(throughARow(reject, TopicRecord.REJECTED_IMAGE)).isEqualTo(reject);
  }

  @Test
  void writesWhatTheSchemaHasForNoneWhereARowHasNothing() throws Exception {
    GenericRowData values = new GenericRowData(7);
    for (int i = 0; i < 4; i++) {
      values.setField(i, StringData.fromString("x"));
    }
    values.setField(4, 640);
    values.setField(5, 480);
    RecordsFromRows rows = someOfTheTags();

    assertThatThrownBy(() -> rows.serialize(values))
        .hasMessage("a row of ImageTags must have the field tags but it is NULL");

    values.setField(6, new GenericArrayData(new Object[0]));
    ImageTags written = SingleObjectDecoder.of(ImageTags.class).decode(rows.serialize(values));
    assertThat(written.getSourceTopic()).isEmpty();
    assertThat(written.getSourceOffset()).isEqualTo(-1);
    assertThat(written.getAttempt()).isEqualTo(1);
    assertThat(written.getAttributes()).isEmpty();
    assertThat(written.getTaggedAt()).isAfter(Instant.EPOCH);
  }

  private static RecordsFromRows someOfTheTags() {
    LogicalType tags = all(TopicRecord.IMAGE_TAGS).getTypeAt(1);
    RowType columns =
        row(
            List.of("id", "modelName", "modelSha256", "provider", "width", "height", "tags"),
            List.of(text(), text(), text(), text(), new IntType(), new IntType(), tags));
    RecordsFromRows rows = new RecordsFromRows(new RecordColumns(TopicRecord.IMAGE_TAGS, columns));
    rows.open(null);
    return rows;
  }

  @Test
  void refusesColumnsThatAreNoFieldsOfTheRecord() {
    assertThatThrownBy(
            () ->
                new RecordColumns(
                    TopicRecord.IMAGE_EVENT,
                    row(List.of("id", "eventTime"), List.of(text(), new BigIntType()))))
        .isInstanceOf(ValidationException.class)
        .hasMessage(
            "a table of ImageEvent must have columns of this list: id STRING, image BYTES, uri"
                + " STRING, contentType STRING, eventTime TIMESTAMP(3) WITH LOCAL TIME ZONE,"
                + " attributes MAP<STRING, STRING>; but it has eventTime BIGINT");
  }

  @Test
  void failsOrSkipsWhatIsNoRecord() throws Exception {
    byte[] bad = "not a record".getBytes(UTF_8);

    assertThatThrownBy(() -> read(TopicRecord.IMAGE_EVENT, OnBadRecord.FAIL, bad))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("a record is no ImageEvent: a message begins with C3 01")
        .hasMessageEndingWith(
            "set 'tagstream-avro.on-bad-record' = 'skip' to leave such records out");
    assertThat(read(TopicRecord.IMAGE_EVENT, OnBadRecord.SKIP, bad)).isNull();
  }

  private static <T extends SpecificRecord> T throughARow(T record, TopicRecord type)
      throws Exception {
    @SuppressWarnings("unchecked")
    Class<T> javaType = (Class<T>) record.getClass();
    RowData row = read(type, OnBadRecord.FAIL, SingleObjectEncoder.of(javaType).encode(record));
    RecordsFromRows rows = new RecordsFromRows(new RecordColumns(type, all(type)));
    rows.open(null);
    return SingleObjectDecoder.of(javaType).decode(rows.serialize(row));
  }

  private static RowData read(TopicRecord type, OnBadRecord onBadRecord, byte[] message)
      throws IOException {
    RowsFromRecords records =
        new RowsFromRecords(
            new RecordColumns(type, all(type)),
            InternalTypeInfo.of(all(type)),
            WriterSchemas.NONE,
            onBadRecord);
    records.open(null);
    return records.deserialize(message);
  }

  private static RowType all(TopicRecord type) {
    return (RowType) TypeMapping.of(type.schema()).type();
  }

  private static RowType row(List<String> names, List<LogicalType> types) {
    return RowType.of(types.toArray(LogicalType[]::new), names.toArray(String[]::new));
  }

  private static LogicalType text() {
    return VarCharType.STRING_TYPE;
  }
}
