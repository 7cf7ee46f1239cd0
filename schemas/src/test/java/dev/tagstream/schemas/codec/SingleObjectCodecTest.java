package dev.tagstream.schemas.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.management.ThreadMXBean;
import dev.tagstream.schemas.ImageEvent;
import dev.tagstream.schemas.ImageTags;
import dev.tagstream.schemas.RejectedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class SingleObjectCodecTest {

  private static final byte[] CAT = SingleObjectEncoder.of(ImageEvent.class).encode(Messages.CAT);

  private final SingleObjectDecoder<ImageEvent> decoder = SingleObjectDecoder.of(ImageEvent.class);

  @ParameterizedTest
  @MethodSource("messages")
  <T extends SpecificRecord> void readsWhatItWrote(T message) throws Exception {
    @SuppressWarnings("unchecked") // the class of a T
    Class<T> type = (Class<T>) message.getClass();

    byte[] encoded = SingleObjectEncoder.of(type).encode(message);

    assertThat(SingleObjectDecoder.of(type).decode(encoded)).isEqualTo(message);
  }

  static SpecificRecord[] messages() {
    return new SpecificRecord[] {Messages.CAT, Messages.CAT_TAGS, Messages.BROKEN};
  }

  @Test
  void isTheEncodingOfAvrosOwnClasses() throws Exception {
    assertThat(CAT)
        .startsWith(0xC3, 0x01)
        .isEqualTo(ImageEvent.getEncoder().encode(Messages.CAT).array());
    assertThat(ImageEvent.fromByteBuffer(ByteBuffer.wrap(CAT))).isEqualTo(Messages.CAT);
  }

  @Test
  void goodMessageAfterABadOneIsReadAsItWas() throws Exception {
    for (int length = 10; length < CAT.length; length++) {
      byte[] cut = Arrays.copyOf(CAT, length);
      assertThatExceptionOfType(MalformedMessageException.class)
          .isThrownBy(() -> decoder.decode(cut));
      assertThat(decoder.decode(CAT)).isEqualTo(Messages.CAT);
    }
  }

  @Test
  void refusesMessagesWithoutTheMarker() {
    assertThatExceptionOfType(MalformedMessageException.class)
        .isThrownBy(() -> decoder.decode(new byte[] {(byte) 0xFF, (byte) 0xD8, 0x11}))
        .withMessage(
            "a message begins with C3 01 and 8 bytes of fingerprint but these are FF D8 11 (3 bytes)");
    assertThatExceptionOfType(MalformedMessageException.class)
        .isThrownBy(() -> decoder.decode(new byte[0]));
  }

  @Test
  void readsAMessageAmidOthersWithoutCopyingItsBytes() throws Exception {
    byte[] fetched = amidOthers(CAT);

    ImageEvent event = decoder.decode(fetched, 5, CAT.length);

    assertThat(event).isEqualTo(Messages.CAT);
    assertThat(event.getImage().array()).isSameAs(fetched);
  }

  @Test
  void readsNothingBehindAMessageThatIsCutOff() {
    byte[] fetched = amidOthers(CAT);

    for (int length = 0; length < CAT.length; length++) {
      int cut = length;
      assertThatExceptionOfType(MalformedMessageException.class)
          .isThrownBy(() -> decoder.decode(fetched, 5, cut));
    }
  }

  private static byte[] amidOthers(byte[] message) {
    byte[] fetched = new byte[5 + message.length + 7];
    System.arraycopy(message, 0, fetched, 5, message.length);
    return fetched;
  }

  @Test
  void refusesBytesAfterTheRecord() {
    assertThatExceptionOfType(MalformedMessageException.class)
        .isThrownBy(() -> decoder.decode(Arrays.copyOf(CAT, CAT.length + 7)))
        .withMessage("the ImageEvent cannot be read: 7 bytes are left after it");
  }

  @Test
  void refusesStringsThatAreNotUtf8() throws Exception {
    byte[] message = message(body -> body.writeBytes(new byte[] {'a', (byte) 0xFF}));

    assertThatExceptionOfType(MalformedMessageException.class)
        .isThrownBy(() -> decoder.decode(message))
        .withMessage("the ImageEvent cannot be read: a string is not UTF-8");
  }

  @Test
  void readsStringsThatHoldTheReplacementCharacterItself() throws Exception {
    ImageEvent event = ImageEvent.newBuilder(Messages.CAT).setId("a\uFFFD").build();

    assertThat(decoder.decode(SingleObjectEncoder.of(ImageEvent.class).encode(event)))
        .isEqualTo(event);
  }

  @Test
  void allocatesNothingForALengthThatIsNotThere() throws Exception {
    byte[] message =
        message(
            body -> {
              body.writeString("cat");
              body.writeIndex(1);
              body.writeLong(Integer.MAX_VALUE - 8);
            });

    assertThat(allocatedByRefusing(message, "2147483639 bytes are declared but 0 bytes are left"))
        .isLessThan(10_000_000);
  }

  @Test
  void allocatesNothingForEntriesThatAreNotThere() throws Exception {
    byte[] message =
        message(
            body -> {
              body.writeString("cat");
              for (int absent = 0; absent < 4; absent++) {
                body.writeIndex(0);
              }
              body.writeLong(1 << 30);
              body.writeString("key");
              body.writeString("value");
            });

    assertThat(
            allocatedByRefusing(message, "1073741824 entries are declared but 10 bytes are left"))
        .isLessThan(10_000_000);
  }

  @Test
  void answersEveryDamageWithARecordOrARefusal() throws Exception {
    Random random = new Random(42);
    int refused = 0;
    for (int round = 0; round < 20_000; round++) {
      byte[] damaged = CAT.clone();
      for (int i = 0; i <= random.nextInt(3); i++) {
        damaged[10 + random.nextInt(damaged.length - 10)] = (byte) random.nextInt();
      }
      try {
        decoder.decode(damaged);
      } catch (MalformedMessageException expected) {
        refused++;
      }
    }
    assertThat(refused).isBetween(5_000, 19_000);
    assertThat(decoder.decode(CAT)).isEqualTo(Messages.CAT);
  }

  @Test
  void doesNotTakeOneKindOfMessageForAnother() {
    byte[] tags = SingleObjectEncoder.of(ImageTags.class).encode(Messages.CAT_TAGS);

    assertThatExceptionOfType(UnknownSchemaException.class)
        .isThrownBy(() -> SingleObjectDecoder.of(RejectedImage.class).decode(tags));
  }

  /** The bytes this thread allocates while the message is refused. */
  private long allocatedByRefusing(byte[] message, String detail) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    assertThatExceptionOfType(MalformedMessageException.class)
        .isThrownBy(() -> decoder.decode(message))
        .withMessage("the ImageEvent cannot be read: " + detail);
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  /** A message with the header of an ImageEvent and a body of one's own. */
  private static byte[] message(Body body) throws IOException {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.write(CAT, 0, 10);
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(message, null);
    body.writeTo(encoder);
    encoder.flush();
    return message.toByteArray();
  }

  private interface Body {
    void writeTo(BinaryEncoder encoder) throws IOException;
  }
}
