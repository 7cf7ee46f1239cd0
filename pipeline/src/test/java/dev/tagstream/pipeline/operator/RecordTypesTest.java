package dev.tagstream.pipeline.operator;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagstream.pipeline.batch.ImageBatch;
import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.record.DecodedImage;
import dev.tagstream.pipeline.record.EncodedImage;
import dev.tagstream.pipeline.record.ModelEpoch;
import dev.tagstream.pipeline.record.ModelRole;
import dev.tagstream.pipeline.record.NormalizedImage;
import dev.tagstream.pipeline.record.Origin;
import dev.tagstream.pipeline.record.RejectReason;
import dev.tagstream.pipeline.record.RejectedImage;
import dev.tagstream.pipeline.record.SourceObject;
import dev.tagstream.pipeline.record.SourceRecord;
import dev.tagstream.pipeline.record.Stage;
import dev.tagstream.pipeline.record.TaggedImage;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.java.typeutils.PojoTypeInfo;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RecordTypesTest {

  @ParameterizedTest
  @ValueSource(
      classes = {
        SourceRecord.class,
        EncodedImage.class,
        DecodedImage.class,
        NormalizedImage.class,
        TaggedBatch.class,
        TaggedImage.class,
        RejectedImage.class
      })
  void travelsWithoutKryo(Class<?> record) {
    TypeInformation<?> type = TypeInformation.of(record);
    Configuration noGenericTypes = new Configuration().set(PipelineOptions.GENERIC_TYPES, false);
    SerializerConfigImpl config = new SerializerConfigImpl(noGenericTypes);

    assertThat(type).isInstanceOf(PojoTypeInfo.class);
    assertThatCode(() -> type.createSerializer(config)).doesNotThrowAnyException();
  }

  @Test
  void batchesNeedTheirOwnType() {
    Configuration noGenericTypes = new Configuration().set(PipelineOptions.GENERIC_TYPES, false);
    SerializerConfigImpl config = new SerializerConfigImpl(noGenericTypes);

    assertThatThrownBy(() -> TypeInformation.of(ImageBatch.class).createSerializer(config))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatCode(() -> new ImageBatchType().createSerializer(config)).doesNotThrowAnyException();
  }

  @Test
  void rejectsWithoutIdAndValueTravelToo() throws Exception {
    RejectedImage rejected =
        new RejectedImage(
            new SourceRecord("image-events", 3, 1042, -1, null),
            null,
            RejectReason.EMPTY_RECORD,
            Stage.READ,
            "the record has no value");

    assertThat(travelled(rejected)).isEqualTo(rejected);
  }

  @Test
  void valuesTravelWithoutWhatTheyWereFetchedWith() throws Exception {
    ByteRange value = ByteRange.of(ByteBuffer.wrap(new byte[1000], 500, 3).slice());
    RejectedImage rejected =
        new RejectedImage(
            new SourceRecord("image-events", 3, 1042, -1, value),
            "cat",
            RejectReason.CORRUPT_IMAGE,
            Stage.DECODE,
            "the decoder found corrupt or truncated data");

    RejectedImage travelled = travelled(rejected);

    assertThat(travelled).isEqualTo(rejected);
    assertThat(requireNonNull(travelled.source().value()).array()).hasSize(3);
  }

  @Test
  void whereARecordLayAtFirstTravelsToo() throws Exception {
    RejectedImage rejected =
        new RejectedImage(
            new SourceRecord("image-events", 3, 1042, -1, null, new Origin("elsewhere", 1, 7, 2)),
            null,
            RejectReason.EMPTY_RECORD,
            Stage.READ,
            "the record has no value");

    assertThat(travelled(rejected)).isEqualTo(rejected);
  }

  @Test
  void keysTravelToo() throws Exception {
    RejectedImage rejected =
        new RejectedImage(
            new SourceRecord("image-events", 3, 1042, -1, null, null, "cat"),
            null,
            RejectReason.EMPTY_RECORD,
            Stage.READ,
            "the record has no value");

    assertThat(travelled(rejected)).isEqualTo(rejected);
  }

  @Test
  void theEpochOfARecordTravels() throws Exception {
    ModelEpoch.Model other = new ModelEpoch.Model("/models/c.onnx", "cd".repeat(32));
    ModelEpoch one = new ModelEpoch(3, "/models/b.onnx", "ab".repeat(32));
    List<ModelEpoch> epochs =
        List.of(
            one,
            new ModelEpoch(3, one.main(), null, other),
            new ModelEpoch(3, one.main(), new ModelEpoch.Canary(other, 0.05, null, 2), null),
            new ModelEpoch(3, one.main(), new ModelEpoch.Canary(other, 0.05, "camera", 2), other));
    for (ModelEpoch epoch : epochs) {
      for (SourceRecord record :
          List.of(
              new SourceRecord("image-events", 3, 1042, -1, null),
              new SourceRecord("image-events", 3, 1042, -1, null, null, "cat"))) {
        RejectedImage rejected =
            new RejectedImage(
                record.in(epoch),
                null,
                RejectReason.MODEL_FAILED,
                Stage.TAG,
                "it gave NaN",
                ModelRole.CANARY);

        assertThat(travelled(rejected)).isEqualTo(rejected);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("objects")
  void objectsTravelToo(SourceObject object) throws Exception {
    RejectedImage rejected =
        new RejectedImage(
            object, "cat", RejectReason.CORRUPT_IMAGE, Stage.DECODE, "its data is broken");

    assertThat(travelled(rejected)).isEqualTo(rejected);
  }

  static List<SourceObject> objects() {
    return List.of(
        new SourceObject("file:///images/kätzchen.jpg", ""),
        new SourceObject("s3://bucket/cats.tar", "\"etag\"", "tom.jpg"),
        new SourceObject("s3://bucket/cats.parquet", "17-1700000000000", 0));
  }

  private static RejectedImage travelled(RejectedImage rejected) throws Exception {
    TypeSerializer<RejectedImage> serializer =
        TypeInformation.of(RejectedImage.class).createSerializer(new SerializerConfigImpl());
    DataOutputSerializer target = new DataOutputSerializer(16);

    serializer.serialize(rejected, target);

    return serializer.deserialize(new DataInputDeserializer(target.getCopyOfBuffer()));
  }
}
