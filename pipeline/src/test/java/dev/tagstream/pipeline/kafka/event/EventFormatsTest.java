package dev.tagstream.pipeline.kafka.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagstream.embedded.TestRegistry;
import dev.tagstream.pipeline.ByteMutator;
import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.config.InvalidConfigException;
import dev.tagstream.pipeline.config.KafkaConfig;
import dev.tagstream.pipeline.config.TaggingConfig;
import dev.tagstream.pipeline.record.RejectReason;
import dev.tagstream.pipeline.record.SourceRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EventFormatsTest {

  private static final byte[] IMAGE = {1, 2, 3};

  private static final String SHOT =
      """
      {"type": "record", "name": "Shot", "namespace": "com.example", "fields": [
        {"name": "number", "type": "long"},
        {"name": "camera", "type": ["null", "string"]},
        {"name": "taken", "type": {"type": "long", "logicalType": "timestamp-micros"}},
        {"name": "payload", "type": {"type": "record", "name": "Payload", "fields": [
          {"name": "lens", "type": {"type": "enum", "name": "Lens", "symbols": ["WIDE", "TELE"]}},
          {"name": "previous", "type": ["null", "Payload"]},
          {"name": "image", "type": ["null", "bytes"]}]}},
        {"name": "labels", "type": {"type": "map", "values": ["null", "double"]}}]}
      """;

  private static final Map<String, String> FIELDS =
      Map.of(
          "fields.image", "payload.image",
          "fields.id", "number",
          "fields.event-time", "taken",
          "fields.attributes", "*");

  @TempDir private Path folder;

  @Test
  void readsASendersOwnRecordsByTheFramesOfItsRegistry() throws Exception {
    try (TestRegistry registry = TestRegistry.start()) {
      long id = registry.add("image-events-value", SHOT);
      byte[] value = framed(ByteBuffer.allocate(5).put((byte) 0).putInt((int) id), shot());

      EventReader reader = EventFormat.of(kafka(registry, FIELDS)).open(Map.of());
      Event event = read(reader, value);

      assertThat(event.id()).isEqualTo("42");
      assertThat(event.image()).isEqualTo(ByteRange.of(IMAGE));
      assertThat(requireNonNull(event.image()).array()).as("is not copied").isSameAs(value);
      assertThat(event.eventTimeMillis()).isEqualTo(1_700_000_000_123L);
      assertThat(event.attributes())
          .isEqualTo(Map.of("camera", "north", "payload.lens", "TELE", "sharpness", "0.5"));
      assertThat(reader.schemas()).containsOnlyKeys(id);
      reader.close();
    }
  }

  @Test
  void readsFramesOfEightBytesIfToldSo() throws Exception {
    try (TestRegistry registry = TestRegistry.start()) {
      long id = registry.add("image-events-value", SHOT);
      byte[] value = framed(ByteBuffer.allocate(9).put((byte) 0).putLong(id), shot());

      try (EventReader reader =
          EventFormat.of(kafka(registry, with(FIELDS, "framing.images", "apicurio")))
              .open(Map.of())) {
        assertThat(read(reader, value).id()).isEqualTo("42");
      }
    }
  }

  @Test
  void rejectsAnIdThatTheRegistryDoesNotHave() throws Exception {
    try (TestRegistry registry = TestRegistry.start();
        EventReader reader = EventFormat.of(kafka(registry, Map.of())).open(Map.of())) {
      byte[] value = {0, 0, 0, 0, 7, 1, 2, 3};

      assertRefused(
          reader,
          value,
          RejectReason.UNKNOWN_SCHEMA_ID,
          "the schema registry has no schema with the id 7 (it answers 404)");
    }
  }

  @Test
  void rejectsRecordsOfARegisteredSchemaThatLacksAField() throws Exception {
    try (TestRegistry registry = TestRegistry.start()) {
      registry.add("image-events-value", SHOT);
      long other = registry.add("other", "{\"type\":\"record\",\"name\":\"Other\",\"fields\":[]}");
      try (EventReader reader = EventFormat.of(kafka(registry, FIELDS)).open(Map.of())) {
        assertRefused(
            reader,
            framed(ByteBuffer.allocate(5).put((byte) 0).putInt((int) other), new byte[0]),
            RejectReason.UNKNOWN_SCHEMA,
            "the schema Other cannot be used: 'payload.image' cannot be: Other has no field"
                + " 'payload', it has ");
      }
    }
  }

  @Test
  void readsWhatItHasSeenWithoutARegistry() throws Exception {
    try (TestRegistry registry = TestRegistry.start()) {
      registry.add("image-events-value", SHOT);
      EventFormat format = EventFormat.of(kafka(registry, FIELDS));
      registry.stop();

      try (EventReader reader = format.open(Map.of(9L, SHOT))) {
        byte[] value = framed(ByteBuffer.allocate(5).put((byte) 0).putInt(9), shot());

        assertThat(read(reader, value).id()).isEqualTo("42");
        assertThat(reader.schemas()).containsOnlyKeys(9L);
      }
    }
  }

  @Test
  void readsOwnRecordsByTheirFingerprintOrWithoutAnythingBeforeThem() throws Exception {
    Files.writeString(folder.resolve("shot.avsc"), SHOT);
    Map<String, String> given = with(FIELDS, "writer-schemas", folder.toString());
    ByteBuffer header = ByteBuffer.allocate(10).order(ByteOrder.LITTLE_ENDIAN);
    header.put((byte) 0xC3).put((byte) 1);
    header.putLong(SchemaNormalization.parsingFingerprint64(new Schema.Parser().parse(SHOT)));

    assertThat(read(reader(given), framed(header, shot())).id()).isEqualTo("42");
    assertThat(read(reader(with(given, "framing.images", "none")), shot()).id()).isEqualTo("42");
    assertRefused(
        reader(given),
        framed(header.putLong(2, 17), shot()),
        RejectReason.UNKNOWN_SCHEMA,
        "the fingerprint 0000000000000011 is of no known schema; add the sender's .avsc to"
            + " tagging.kafka.writer-schemas");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fields.image | payload.picture | 'payload.picture' cannot be: Payload has no field"
            + " 'picture', it has lens, previous, image",
        "fields.image | camera | 'camera' must be of type fixed or bytes but is of type string",
        "fields.image | camera.image | 'camera.image' cannot be: the field before 'image' is of"
            + " type string, not a record",
        "fields.id | labels | 'labels' must be of type enum or string or int or long but is of type"
            + " map",
        "fields.attributes | payload | 'payload' must be a single value or a map of them but is of"
            + " type record"
      })
  void refusesFieldsThatTheSchemaDoesNotHaveWhenTheJobStarts(
      String option, String path, String problem) throws Exception {
    Path file = Files.writeString(folder.resolve("shot.avsc"), SHOT);
    Map<String, String> settings = with(FIELDS, "writer-schemas", file.toString());

    assertThatThrownBy(() -> reader(with(settings, option, path)))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage("tagging.kafka.writer-schemas: %s %s".formatted(file, problem));
  }

  @Test
  void refusesFieldsWithoutASchemaToCheckThem() throws Exception {
    assertThatThrownBy(() -> reader(FIELDS))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage(
            "the fields of records cannot be checked without their schema; set"
                + " tagging.kafka.writer-schemas to its .avsc, or tagging.kafka.registry.urls");
    try (TestRegistry registry = TestRegistry.start()) {
      assertThatThrownBy(() -> EventFormat.of(kafka(registry, FIELDS)))
          .isInstanceOf(InvalidConfigException.class)
          .hasMessage(
              "the schema registry has no schema with the subject 'image-events-value' (it answers"
                  + " 404); register it, or set tagging.kafka.writer-schemas to its .avsc");
    }
  }

  @Test
  void readsJson() throws Exception {
    EventReader reader = reader(Map.of("events", "json"));

    Event event =
        read(
            reader,
            """
            {"id": "cat", "image": "AQID", "eventTime": "2026-11-27T15:00:00+01:00",
             "attributes": {"camera": "north", "lens": {"mm": 35}, "none": null}, "more": [{"a": 1}]}
            """);

    assertThat(event)
        .isEqualTo(
            new Event(
                "cat",
                ByteRange.of(IMAGE),
                null,
                1_795_788_000_000L,
                Map.of("camera", "north", "lens.mm", "35")));
    assertThat(read(reader, "{\"uri\": \"s3://b/k\", \"eventTime\": 5}"))
        .isEqualTo(new Event("the key", null, "s3://b/k", 5L, Map.of()));
  }

  @Test
  void readsMappedJson() throws Exception {
    EventReader reader =
        reader(
            Map.of(
                "events", "json",
                "fields.image", "payload.image",
                "fields.id", "number",
                "fields.attributes", "*"));

    assertThat(
            read(
                reader, "{\"number\": 42, \"payload\": {\"image\": \"AQID\", \"lens\": \"WIDE\"}}"))
        .isEqualTo(
            new Event("42", ByteRange.of(IMAGE), null, null, Map.of("payload.lens", "WIDE")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "[1]                    | NOT_AN_IMAGE_EVENT | the value is not a JSON object",
        "{\"id\": \"a\"} {}     | NOT_AN_IMAGE_EVENT | the value has more than one JSON object",
        "{\"id\": \"a\"         | NOT_AN_IMAGE_EVENT | the value is not valid JSON: Unexpected"
            + " end-of-input: expected close marker for Object",
        "{\"image\": 7}         | INVALID_EVENT | image must be text",
        "{\"eventTime\": \"now\"} | INVALID_EVENT | eventTime must be a time such as"
            + " 2026-11-27T15:00:00Z but was 'now'"
      })
  void rejectsWhatIsNoEventInJson(String value, RejectReason reason, String detail)
      throws Exception {
    assertRefused(reader(Map.of("events", "json")), value.getBytes(UTF_8), reason, detail);
  }

  @Test
  void readsBareImagesWithTheirKeysAsIds() throws Exception {
    EventReader reader = reader(Map.of("events", "image"));

    assertThat(read(reader, IMAGE))
        .isEqualTo(new Event("the key", ByteRange.of(IMAGE), null, null, Map.of()));
    ByteRange value = ByteRange.of(IMAGE);
    SourceRecord withoutKey = new SourceRecord("image-events", 3, 1042, -1, value);
    assertThat(reader.read(withoutKey, value).id()).isEqualTo("image-events-3@1042");
  }

  @Test
  void readsNotificationsOfS3() throws Exception {
    EventReader reader = reader(Map.of("events", "s3-notification"));

    Event event = read(reader, notification("ObjectCreated:Put", "photos/a+b%2Bc%C3%A9.jpg"));

    assertThat(event)
        .isEqualTo(
            new Event(
                "photos/a b+cé.jpg",
                null,
                "s3://bucket/photos/a b+cé.jpg",
                1_795_791_600_000L,
                Map.of("bucket", "bucket", "eTag", "0cc1", "size", "1024")));
    assertThat(read(reader, notification("s3:ObjectCreated:Put", "k")).uri())
        .as("as MinIO names it")
        .isEqualTo("s3://bucket/k");
  }

  @Test
  void rejectsOtherNotifications() throws Exception {
    EventReader reader = reader(Map.of("events", "s3-notification"));

    assertRefused(
        reader,
        notification("ObjectRemoved:Delete", "k").getBytes(UTF_8),
        RejectReason.INVALID_EVENT,
        "the notification is about 'ObjectRemoved:Delete', not about a new object");
    assertRefused(
        reader,
        notification("ObjectCreated:Put", "100%").getBytes(UTF_8),
        RejectReason.INVALID_EVENT,
        "the key of the notification is not URL-encoded");
    assertRefused(
        reader,
        "{\"Service\": \"Amazon S3\", \"Event\": \"s3:TestEvent\"}".getBytes(UTF_8),
        RejectReason.NOT_AN_IMAGE_EVENT,
        "the value is not a notification of S3: it has no Records");
    assertRefused(
        reader,
        "{\"Records\": [{}, {}]}".getBytes(UTF_8),
        RejectReason.INVALID_EVENT,
        "the notification has 2 records but must have one, because each record of the topic has one"
            + " result; split Records before they reach the topic");
  }

  @ParameterizedTest
  @ValueSource(strings = {"frames", "json", "s3-notification"})
  void fiveThousandMutantsAreReadOrRefused(String kind) throws Exception {
    try (TestRegistry registry = TestRegistry.start()) {
      registry.add("image-events-value", SHOT);
      boolean framed = kind.equals("frames");
      byte[] good =
          framed
              ? framed(ByteBuffer.allocate(5).put((byte) 0).putInt(1), shot())
              : kind.equals("json")
                  ? "{\"id\": \"cat\", \"image\": \"AQID\", \"attributes\": {\"a\": 1}}"
                      .getBytes(UTF_8)
                  : notification("ObjectCreated:Put", "k").getBytes(UTF_8);
      EventFormat format =
          EventFormat.of(framed ? kafka(registry, FIELDS) : config(Map.of("events", kind)));
      ByteMutator mutator = new ByteMutator(new Random(18));
      int read = 0;
      try (EventReader reader = format.open(Map.of())) {
        for (int i = 0; i < 5000; i++) {
          byte[] mutant = mutator.changed(good.clone());
          if (mutant.length == 0) {
            continue;
          }
          try {
            EventRules.firstBroken(read(reader, mutant));
            read++;
          } catch (UnreadableEventException refused) {
            assertThat(refused.detail()).isNotBlank().doesNotContain("\n");
          }
        }
      }
      assertThat(read).isBetween(100, 4900);
    }
  }

  @Test
  void refusesNotificationsWhereNothingIsFetched() {
    Map<String, String> settings =
        Map.of(
            "tagging.model.file", "model.onnx",
            "tagging.kafka.bootstrap-servers", "unused:9092",
            "tagging.kafka.events", "s3-notification");

    assertThatThrownBy(() -> TaggingConfig.from(Configuration.fromMap(settings)))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage(
            "tagging.fetch.allow must be set where tagging.kafka.events is s3-notification");
  }

  private static String notification(String name, String key) {
    return """
    {"Records": [{"eventName": "%s", "eventTime": "2026-11-27T15:00:00.000Z", "s3": {
      "bucket": {"name": "bucket"}, "object": {"key": "%s", "size": 1024, "eTag": "0cc1"}}}]}
    """
        .formatted(name, key);
  }

  private static byte[] shot() throws IOException {
    Schema schema = new Schema.Parser().parse(SHOT);
    GenericRecord payload = new GenericData.Record(schema.getField("payload").schema());
    payload.put(
        "lens", new GenericData.EnumSymbol(payload.getSchema().getField("lens").schema(), "TELE"));
    payload.put("image", ByteBuffer.wrap(IMAGE));
    GenericRecord shot = new GenericData.Record(schema);
    shot.put("number", 42L);
    shot.put("camera", "north");
    shot.put("taken", 1_700_000_000_123_456L);
    shot.put("payload", payload);
    Map<String, Double> labels = new HashMap<>();
    labels.put("sharpness", 0.5);
    labels.put("none", null);
    shot.put("labels", labels);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
    new GenericDatumWriter<GenericRecord>(schema).write(shot, encoder);
    return bytes.toByteArray();
  }

  private static byte[] framed(ByteBuffer header, byte[] body) {
    byte[] value = new byte[header.capacity() + body.length];
    header.get(0, value, 0, header.capacity());
    System.arraycopy(body, 0, value, header.capacity(), body.length);
    return value;
  }

  private static Event read(EventReader reader, String value) throws Exception {
    return read(reader, value.getBytes(UTF_8));
  }

  private static Event read(EventReader reader, byte[] bytes)
      throws UnreadableEventException, InterruptedException {
    ByteRange value = ByteRange.of(bytes);
    return reader.read(
        new SourceRecord("image-events", 3, 1042, -1, value, null, "the key"), value);
  }

  private static void assertRefused(
      EventReader reader, byte[] value, RejectReason reason, String detail) {
    assertThatThrownBy(() -> read(reader, value))
        .isInstanceOfSatisfying(
            UnreadableEventException.class,
            refused -> {
              assertThat(refused.detail()).isEqualTo(detail);
              assertThat(refused.reason()).isEqualTo(reason);
            });
  }

  private static EventReader reader(Map<String, String> settings) throws Exception {
    return EventFormat.of(config(settings)).open(Map.of());
  }

  private static Map<String, String> with(Map<String, String> settings, String key, String value) {
    Map<String, String> more = new HashMap<>(settings);
    more.put(key, value);
    return more;
  }

  private static KafkaConfig kafka(TestRegistry registry, Map<String, String> settings) {
    return config(
        with(with(settings, "registry.urls", registry.url()), "registry.max-wait", "1 s"));
  }

  private static KafkaConfig config(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>();
    all.put("tagging.model.file", "model.onnx");
    all.put("tagging.kafka.bootstrap-servers", "unused:9092");
    all.put("tagging.fetch.allow", "s3://bucket");
    settings.forEach((key, value) -> all.put("tagging.kafka." + key, value));
    return TaggingConfig.from(Configuration.fromMap(all)).kafka();
  }
}
