package dev.tagstream.pipeline.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.pipeline.batch.ImageBatch;
import dev.tagstream.pipeline.record.QueuedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

final class ImageBatchSerializerTest {

  private static final ImageBatch TWO = batch(new byte[] {1, 2, 3, 4}, "a", "b");
  private static final ImageBatch ONE = batch(new byte[] {5, 6}, "c");

  private final TypeSerializer<ImageBatch> serializer =
      new ImageBatchType().createSerializer(new SerializerConfigImpl());

  @Test
  void readsWhatItWrote() throws Exception {
    DataInputDeserializer written = written(TWO, ONE);

    assertSame(serializer.deserialize(written), TWO);
    assertSame(serializer.deserialize(written), ONE);
    assertThat(written.available()).isZero();
  }

  @Test
  void givesTheRuntimeADirectBufferInNativeOrder() throws Exception {
    ByteBuffer input = serializer.deserialize(written(TWO)).input();

    assertThat(input.isDirect()).isTrue();
    assertThat(input.order()).isEqualTo(ByteOrder.nativeOrder());
    assertThat(input.position()).isZero();
    assertThat(input.limit()).isEqualTo(4);
  }

  @Test
  void copiesShareNothing() {
    ByteBuffer input = ByteBuffer.allocateDirect(4).put(0, new byte[] {1, 2, 3, 4});
    ImageBatch copy = serializer.copy(new ImageBatch(TWO.images(), 2, 1, input));
    input.put(0, (byte) 99);

    assertSame(copy, TWO);
  }

  @Test
  void duplicatesShareNoBuffer() throws Exception {
    ImageBatch first = serializer.deserialize(written(TWO));
    serializer.duplicate().deserialize(written(ONE));

    assertSame(first, TWO);
  }

  @Test
  void passesWrittenBatchesOn() throws Exception {
    DataOutputSerializer target = new DataOutputSerializer(16);
    serializer.copy(written(TWO), target);

    assertSame(serializer.deserialize(new DataInputDeserializer(target.getCopyOfBuffer())), TWO);
  }

  @Test
  void isRestoredFromItsSnapshot() throws Exception {
    TypeSerializer<ImageBatch> restored = serializer.snapshotConfiguration().restoreSerializer();

    assertThat(restored).isEqualTo(serializer);
    assertSame(restored.deserialize(written(TWO)), TWO);
  }

  private DataInputDeserializer written(ImageBatch... batches) throws IOException {
    DataOutputSerializer target = new DataOutputSerializer(16);
    for (ImageBatch batch : batches) {
      serializer.serialize(batch, target);
    }
    return new DataInputDeserializer(target.getCopyOfBuffer());
  }

  private static ImageBatch batch(byte[] input, String... ids) {
    List<QueuedImage> images =
        Arrays.stream(ids)
            .map(
                id ->
                    new QueuedImage(
                        ImageRecords.encoded(id, new byte[] {7}),
                        640,
                        480,
                        1000,
                        "half of it is missing",
                        2000))
            .toList();
    return new ImageBatch(images, 2, 1, ByteBuffer.allocateDirect(input.length).put(0, input));
  }

  /** Arrays inside records make them unequal, so these are compared by their content. */
  private static void assertSame(ImageBatch actual, ImageBatch expected) {
    assertThat(actual.input()).isEqualTo(expected.input());
    assertThat(actual.width()).isEqualTo(expected.width());
    assertThat(actual.height()).isEqualTo(expected.height());
    assertThat(actual.images())
        .usingRecursiveFieldByFieldElementComparator()
        .isEqualTo(expected.images());
  }
}
