package dev.tagstream.schemas.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagstream.schemas.ImageEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;

final class RecordCodecTest {

  private static final byte[] HEADER = {0, 0, 0, 0, 7};

  @Test
  void writesAHeaderBeforeEachRecordAndReadsTheRecordBehindIt() throws Exception {
    RecordEncoder<ImageEvent> encoder = RecordEncoder.of(ImageEvent.class, HEADER);
    RecordDecoder<ImageEvent> decoder =
        RecordDecoder.of(ImageEvent.class, ImageEvent.getClassSchema());
    for (String id : new String[] {"a long name of an image", "cat"}) {
      ImageEvent event =
          ImageEvent.newBuilder().setId(id).setImage(ByteBuffer.wrap(new byte[] {1, 2})).build();

      byte[] message = encoder.encode(event);

      assertThat(Arrays.copyOf(message, HEADER.length)).isEqualTo(HEADER);
      assertThat(decoder.decode(message, HEADER.length, message.length - HEADER.length))
          .isEqualTo(event);
    }
  }

  @Test
  void readsRecordsOfAnySchemaWithoutCopyingTheirBytes() throws Exception {
    Schema schema = SchemaBuilder.record("Shot").fields().requiredBytes("picture").endRecord();
    byte[] message = {9, 4, 42, 43};

    GenericRecord shot = RecordDecoder.generic(schema).decode(message, 1, 3);

    ByteBuffer picture = (ByteBuffer) shot.get("picture");
    assertThat(picture).isEqualTo(ByteBuffer.wrap(new byte[] {42, 43}));
    message[2] = 50;
    assertThat(picture.get(0)).as("the message itself").isEqualTo((byte) 50);
  }

  @Test
  void refusesRecordsThatAreNestedTooDeeplyAndReadsTheNextOne() throws Exception {
    Schema schema =
        new Schema.Parser()
            .parse(
                """
                {"type": "record", "name": "Box", "fields": [
                  {"name": "inner", "type": ["null", "Box"]}]}""");
    RecordDecoder<GenericRecord> decoder = RecordDecoder.generic(schema);
    byte[] nested = new byte[1_000_000];
    Arrays.fill(nested, (byte) 2);

    assertThatThrownBy(() -> decoder.decode(nested, 0, nested.length))
        .isInstanceOf(MalformedMessageException.class)
        .hasMessage("the Box cannot be read: it is nested too deeply");
    assertThat(decoder.decode(new byte[] {2, 0}, 0, 2))
        .hasToString("{\"inner\": {\"inner\": null}}");
  }

  @Test
  void refusesBlocksOfItemsThatTakeNoBytes() throws Exception {
    Schema schema =
        SchemaBuilder.record("Bomb")
            .fields()
            .name("nothing")
            .type()
            .array()
            .items()
            .nullType()
            .noDefault()
            .endRecord();
    byte[] bomb = blocksOfHalfTheBytesLeft(10_000);

    assertThatThrownBy(() -> RecordDecoder.generic(schema).decode(bomb, 0, bomb.length))
        .isInstanceOf(MalformedMessageException.class)
        .hasMessage("the Bomb cannot be read: more items are declared than the message has bytes");
  }

  @Test
  void refusesASchemaThatIsNoRecords() {
    assertThatThrownBy(() -> RecordDecoder.generic(Schema.create(Schema.Type.BYTES)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the schema must be a record's but is of type bytes");
  }

  private static byte[] blocksOfHalfTheBytesLeft(int blocks) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
    for (int i = 0; i < blocks; i++) {
      encoder.writeLong(blocks / 2);
    }
    encoder.writeLong(0);
    return bytes.toByteArray();
  }

  @Test
  void makesNoRoomForAFixedFieldThatTheMessageIsTooShortFor() {
    Schema schema =
        SchemaBuilder.record("Shot")
            .fields()
            .name("picture")
            .type()
            .fixed("Picture")
            .size(Integer.MAX_VALUE - 8)
            .noDefault()
            .endRecord();

    assertThatThrownBy(() -> RecordDecoder.generic(schema).decode(new byte[6], 0, 6))
        .isInstanceOf(MalformedMessageException.class)
        .hasMessageContaining("6 bytes are left but 2147483639 are needed");
  }
}
