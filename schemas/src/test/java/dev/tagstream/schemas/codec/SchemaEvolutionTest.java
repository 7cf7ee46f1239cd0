package dev.tagstream.schemas.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tagstream.schemas.ImageEvent;
import dev.tagstream.schemas.ImageTags;
import dev.tagstream.schemas.RejectReason;
import dev.tagstream.schemas.RejectedImage;
import dev.tagstream.schemas.Stage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Field;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

/** Writers with an older and with a newer schema of each topic. */
final class SchemaEvolutionTest {

  @Test
  void readsImageEventsOfAWriterThatKnewNoAttributes() throws Exception {
    Schema older = without(ImageEvent.getClassSchema(), "attributes");

    ImageEvent event = reread(Messages.CAT, older, Map.of());

    assertThat(event)
        .isEqualTo(ImageEvent.newBuilder(Messages.CAT).setAttributes(Map.of()).build());
  }

  @Test
  void readsImageEventsOfAWriterThatKnowsMore() throws Exception {
    Schema newer = with(ImageEvent.getClassSchema(), "cameras", arrayOfStrings());

    assertThat(reread(Messages.CAT, newer, Map.of("cameras", List.of("north", "south"))))
        .isEqualTo(Messages.CAT);
  }

  @Test
  void readsImageTagsOfAWriterThatKnewNoEventTime() throws Exception {
    Schema older = without(ImageTags.getClassSchema(), "eventTime");

    assertThat(reread(Messages.CAT_TAGS, older, Map.of())).isEqualTo(Messages.CAT_TAGS);
  }

  @Test
  void readsImageTagsOfAWriterThatKnewNoEmbedding() throws Exception {
    Schema older = without(ImageTags.getClassSchema(), "embedding");

    assertThat(reread(Messages.CAT_TAGS, older, Map.of()).getEmbedding()).isNull();
  }

  @Test
  void readsImageTagsOfAWriterThatKnowsMore() throws Exception {
    Schema newer = with(ImageTags.getClassSchema(), "thumbnail", Schema.create(Schema.Type.BYTES));

    assertThat(reread(Messages.CAT_TAGS, newer, Map.of("thumbnail", ByteBuffer.allocate(2048))))
        .isEqualTo(Messages.CAT_TAGS);
  }

  @Test
  void readsRejectedImagesOfAWriterThatKnewNoId() throws Exception {
    Schema older = without(RejectedImage.getClassSchema(), "id");

    assertThat(reread(Messages.BROKEN, older, Map.of())).isEqualTo(Messages.BROKEN);
  }

  @Test
  void readsRejectedImagesOfAWriterThatKnowsMoreReasonsAndStages() throws Exception {
    Schema newer =
        with(
            withSymbol(
                withSymbol(RejectedImage.getClassSchema(), "reason", "EXPIRED"),
                "stage",
                "DELIVER"),
            "retries",
            Schema.create(Schema.Type.INT));

    RejectedImage rejected =
        reread(
            Messages.BROKEN,
            newer,
            Map.of(
                "reason", symbol(newer, "reason", "EXPIRED"),
                "stage", symbol(newer, "stage", "DELIVER"),
                "retries", 3));

    assertThat(rejected.getReason()).isEqualTo(RejectReason.UNKNOWN);
    assertThat(rejected.getStage()).isEqualTo(Stage.UNKNOWN);
    assertThat(rejected)
        .isEqualTo(
            RejectedImage.newBuilder(Messages.BROKEN)
                .setReason(RejectReason.UNKNOWN)
                .setStage(Stage.UNKNOWN)
                .build());
  }

  @Test
  void tellsTheFingerprintOfAWriterItWasNotGiven() throws Exception {
    Schema newer = with(ImageEvent.getClassSchema(), "more", Schema.create(Schema.Type.INT));
    byte[] message = written(Messages.CAT, newer, Map.of("more", 1));
    long fingerprint = SchemaNormalization.parsingFingerprint64(newer);

    UnknownSchemaException refusal =
        assertThrows(
            UnknownSchemaException.class,
            () -> SingleObjectDecoder.of(ImageEvent.class).decode(message));

    assertThat(refusal.fingerprint()).isEqualTo(fingerprint);
    assertThat(refusal)
        .hasMessage(
            "no schema is known with the CRC-64-AVRO fingerprint "
                + "%016x".formatted(fingerprint));
  }

  /** A writer in Python has fastavro print the fingerprint, and turns its bytes around. */
  @Test
  void tellsThatTheBytesOfAFingerprintAreReversed() {
    byte[] message = HexFormat.of().parseHex("c301" + "27d813db87092f77");

    UnknownSchemaException refusal =
        assertThrows(
            UnknownSchemaException.class,
            () -> SingleObjectDecoder.of(ImageEvent.class).decode(message));

    assertThat(refusal)
        .hasMessage(
            "the bytes of the fingerprint are reversed: they are 27d813db87092f77, and a message has the least significant byte first, as fastavro prints them");
  }

  /** What today's reader makes of the message as a writer with another schema writes it. */
  private static <T extends SpecificRecord> T reread(
      T message, Schema writer, Map<String, Object> additions) throws Exception {
    @SuppressWarnings("unchecked") // the class of a T
    Class<T> type = (Class<T>) message.getClass();
    return SingleObjectDecoder.of(type, writer).decode(written(message, writer, additions));
  }

  private static byte[] written(
      SpecificRecord message, Schema writer, Map<String, Object> additions) throws IOException {
    GenericRecord record = generic(message, writer);
    additions.forEach(record::put);
    return new BinaryMessageEncoder<GenericRecord>(GenericData.get(), writer)
        .encode(record)
        .array();
  }

  /** The fields of a message that the writer has, without today's generated classes. */
  private static GenericRecord generic(SpecificRecord message, Schema writer) throws IOException {
    @SuppressWarnings("unchecked") // the class of any record
    Class<SpecificRecord> type = (Class<SpecificRecord>) message.getClass();
    byte[] encoded = SingleObjectEncoder.of(type).encode(message);
    GenericRecord today =
        new GenericDatumReader<GenericRecord>(message.getSchema())
            .read(null, DecoderFactory.get().binaryDecoder(encoded, 10, encoded.length - 10, null));
    GenericRecord record = new GenericData.Record(writer);
    for (Field field : writer.getFields()) {
      if (message.getSchema().getField(field.name()) != null) {
        record.put(field.name(), today.get(field.name()));
      }
    }
    return record;
  }

  private static Schema without(Schema schema, String field) {
    return changed(schema, f -> f.name().equals(field) ? null : new Field(f, f.schema()));
  }

  private static Schema with(Schema schema, String field, Schema type) {
    Schema changed = changed(schema, f -> new Field(f, f.schema()));
    List<Field> fields = new ArrayList<>();
    // first, so that everything after it must be found behind it
    fields.add(new Field(field, type));
    changed.getFields().forEach(f -> fields.add(new Field(f, f.schema())));
    return Schema.createRecord(
        schema.getName(), schema.getDoc(), schema.getNamespace(), false, fields);
  }

  private static Schema withSymbol(Schema schema, String field, String symbol) {
    return changed(
        schema,
        f -> {
          if (!f.name().equals(field)) {
            return new Field(f, f.schema());
          }
          List<String> symbols = new ArrayList<>(f.schema().getEnumSymbols());
          symbols.add(symbol);
          return new Field(
              f,
              Schema.createEnum(
                  f.schema().getName(),
                  f.schema().getDoc(),
                  f.schema().getNamespace(),
                  symbols,
                  f.schema().getEnumDefault()));
        });
  }

  private static Schema changed(Schema schema, Function<Field, Field> change) {
    List<Field> fields = new ArrayList<>();
    for (Field field : schema.getFields()) {
      Field changed = change.apply(field);
      if (changed != null) {
        fields.add(changed);
      }
    }
    return Schema.createRecord(
        schema.getName(), schema.getDoc(), schema.getNamespace(), false, fields);
  }

  private static Schema arrayOfStrings() {
    return Schema.createArray(Schema.create(Schema.Type.STRING));
  }

  private static GenericData.EnumSymbol symbol(Schema schema, String field, String symbol) {
    return new GenericData.EnumSymbol(schema.getField(field).schema(), symbol);
  }
}
