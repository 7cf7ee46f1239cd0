package dev.tagstream.pipeline.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

final class ByteRangeTest {

  private static final byte[] ARRAY = {0, 1, 2, 3, 4, 5, 6, 7};

  private final ByteRange threeFourFive = ByteRange.of(ByteBuffer.wrap(ARRAY, 3, 3).slice());

  @Test
  void liesInTheArrayOfItsBuffer() {
    assertThat(threeFourFive.array()).isSameAs(ARRAY);
    assertThat(threeFourFive.offset()).isEqualTo(3);
    assertThat(threeFourFive.length()).isEqualTo(3);
    assertThat(threeFourFive.get(0)).isEqualTo((byte) 3);
    assertThat(threeFourFive.get(2)).isEqualTo((byte) 5);
  }

  @Test
  void copiesTheBytesOfABufferWithoutAnArray() {
    ByteBuffer direct = ByteBuffer.allocateDirect(4).put(new byte[] {9, 3, 4, 5}).position(1);

    assertThat(ByteRange.of(direct)).isEqualTo(threeFourFive);
    assertThat(ByteRange.of(ByteBuffer.wrap(ARRAY, 3, 3).asReadOnlyBuffer()))
        .isEqualTo(threeFourFive);
    assertThat(direct.position()).isEqualTo(1);
  }

  @Test
  void readsNothingBesideIt() {
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> threeFourFive.get(3));
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> threeFourFive.get(-1));
    assertThat(threeFourFive.asBuffer().remaining()).isEqualTo(3);
  }

  @Test
  void isEqualToTheSameBytesElsewhere() {
    ByteRange elsewhere = ByteRange.of(new byte[] {3, 4, 5});

    assertThat(threeFourFive).isEqualTo(elsewhere).hasSameHashCodeAs(elsewhere);
    assertThat(threeFourFive).isNotEqualTo(ByteRange.of(new byte[] {3, 4, 6}));
    assertThat(threeFourFive.sharesArrayWith(elsewhere)).isFalse();
    assertThat(threeFourFive.sharesArrayWith(ByteRange.of(ARRAY))).isTrue();
  }

  @Test
  void travelsFromTaskToTaskWithoutTheRestOfItsArray() throws Exception {
    TypeSerializer<ByteRange> serializer =
        TypeInformation.of(ByteRange.class).createSerializer(new SerializerConfigImpl());
    DataOutputSerializer target = new DataOutputSerializer(16);

    serializer.serialize(threeFourFive, target);

    assertThat(target.getCopyOfBuffer()).containsExactly(0, 0, 0, 3, 3, 4, 5);
    assertThat(serializer.deserialize(new DataInputDeserializer(target.getCopyOfBuffer())))
        .isEqualTo(threeFourFive);
    DataOutputSerializer copied = new DataOutputSerializer(16);
    serializer.copy(new DataInputDeserializer(target.getCopyOfBuffer()), copied);
    assertThat(copied.getCopyOfBuffer()).isEqualTo(target.getCopyOfBuffer());
  }
}
