package dev.tagstream.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tagstream.cli.results.CommittedRecords;
import dev.tagstream.embedded.EmbeddedBroker;
import dev.tagstream.pipeline.kafka.KafkaConnection;
import dev.tagstream.pipeline.kafka.Topics;
import dev.tagstream.schemas.ImageTags;
import dev.tagstream.schemas.RejectReason;
import dev.tagstream.schemas.RejectedImage;
import dev.tagstream.schemas.Stage;
import dev.tagstream.schemas.Tag;
import dev.tagstream.schemas.codec.ReleasedSchemas;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Topics that hold records of two versions of their schema, of before and after an update. */
@Timeout(180)
final class SchemaVersionsITCase {

  private final StringWriter err = new StringWriter();
  private EmbeddedBroker broker;
  private KafkaConnection connection;

  @BeforeEach
  void start() throws Exception {
    broker = EmbeddedBroker.start();
    connection = KafkaConnection.to(broker.bootstrapServers());
    try (Topics topics = Topics.of(connection)) {
      topics.create(1, List.of("image-events", "image-tags", "image-rejects"));
    }
    ImageTags.Builder tags = tags();
    send("image-tags", inVersion(1, tags.setId("old.jpg").build()));
    send("image-tags", inVersion(2, tags.setId("new.jpg").setModelEpoch(4L).build()));
    RejectedImage.Builder reject = reject();
    send("image-rejects", inVersion(1, reject.setId("old.png").build()));
    send("image-rejects", inVersion(2, reject.setId("new.png").setModelEpoch(4L).build()));
    send("image-rejects", inVersion(2, ofObject(reject).setId(null).build()));
  }

  @AfterEach
  void stop() {
    broker.close();
  }

  @Test
  void resultsShowsBothVersions() throws Exception {
    List<JsonNode> outcomes = new ArrayList<>();
    for (String line : execute(0, "results", "--json").lines().toList()) {
      outcomes.add(new JsonMapper().readTree(line));
    }

    assertThat(outcomes)
        .extracting(outcome -> outcome.get("id") + " " + outcome.get("modelEpoch") + place(outcome))
        .containsExactlyInAnyOrder(
            "\"old.jpg\" null image-events-0@17 null",
            "\"new.jpg\" 4 image-events-0@17 null",
            "\"old.png\" null image-events-0@18 null",
            "\"new.png\" 4 image-events-0@18 null",
            "null 4 --1@-1 \"s3://bucket/photos.tar\"");
  }

  @Test
  void rejectsShowsAndSavesBothVersions(@TempDir Path folder) throws Exception {
    assertThat(execute(0, "rejects", "--save", folder.toString()).lines())
        .containsExactly(
            "old.png                       CORRUPT_IMAGE: the JPEG ends too soon",
            "new.png                       CORRUPT_IMAGE: the JPEG ends too soon",
            "s3://bucket/photos.tar#cat.jpg TRUNCATED_IMAGE: the JPEG ends too soon",
            "3 rejects: CORRUPT_IMAGE 2, TRUNCATED_IMAGE 1",
            "saved in " + folder);
    assertThat(folder.resolve("CORRUPT_IMAGE-0-0.bin")).hasContent("an image");
    assertThat(folder.resolve("CORRUPT_IMAGE-0-1.bin")).hasContent("an image");
    assertThat(folder.resolve("TRUNCATED_IMAGE-0-2.bin")).hasContent("an image");
    assertThat(Files.readString(folder.resolve("CORRUPT_IMAGE-0-0.json")))
        .contains("\"modelEpoch\":null");
  }

  @Test
  void replayPutsBothVersionsBackButNoObject() throws Exception {
    assertThat(execute(1, "replay")).isEqualTo("replayed 2 records to image-events; 1 are lost\n");
    assertThat(err.toString())
        .contains(
            "image-rejects-0@2 cannot be replayed: it came from s3://bucket/photos.tar#cat.jpg,"
                + " which is not a record of a topic; tag that object again");

    List<String> values = new ArrayList<>();
    try (CommittedRecords records = CommittedRecords.of(connection, "image-events")) {
      records.readToEnd(record -> values.add(new String(record.value(), UTF_8)));
    }
    assertThat(values).containsExactly("an image", "an image");
  }

  private static String place(JsonNode outcome) {
    return " %s-%d@%d %s"
        .formatted(
            outcome.get("sourceTopic").textValue(),
            outcome.get("sourcePartition").intValue(),
            outcome.get("sourceOffset").longValue(),
            outcome.get("sourceUri"));
  }

  private static ImageTags.Builder tags() {
    return ImageTags.newBuilder()
        .setTags(List.of(new Tag(0, "red", null, 0.75f)))
        .setModelName("colors")
        .setModelSha256("ab".repeat(32))
        .setProvider("cpu")
        .setSourceTopic("image-events")
        .setSourcePartition(0)
        .setSourceOffset(17)
        .setSourceTimestamp(Instant.EPOCH)
        .setTaggedAt(Instant.EPOCH)
        .setDecodeMicros(1)
        .setQueueMicros(1)
        .setInferenceMicros(1)
        .setWidth(20)
        .setHeight(10);
  }

  private static RejectedImage.Builder reject() {
    return RejectedImage.newBuilder()
        .setReason(RejectReason.CORRUPT_IMAGE)
        .setStage(Stage.DECODE)
        .setDetail("the JPEG ends too soon")
        .setSourceTopic("image-events")
        .setSourcePartition(0)
        .setSourceOffset(18)
        .setSourceTimestamp(Instant.EPOCH)
        .setRejectedAt(Instant.EPOCH)
        .setValue(ByteBuffer.wrap("an image".getBytes(UTF_8)))
        .setValueBytes(8);
  }

  private static RejectedImage.Builder ofObject(RejectedImage.Builder reject) {
    return reject
        .setReason(RejectReason.TRUNCATED_IMAGE)
        .setSourceTopic("")
        .setSourcePartition(-1)
        .setSourceOffset(-1)
        .setSourceTimestamp(Instant.ofEpochMilli(-1))
        .setSourceUri("s3://bucket/photos.tar")
        .setSourceMember("cat.jpg");
  }

  /** New fields come last, so the first ones are those of an older version. */
  private static <T extends SpecificRecord> byte[] inVersion(int version, T record)
      throws Exception {
    Schema schema = ReleasedSchemas.of(record.getClass()).get(version - 1);
    return new BinaryMessageEncoder<T>(SpecificData.getForClass(record.getClass()), schema)
        .encode(record)
        .array();
  }

  private void send(String topic, byte[] value) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            connection.with(Map.of()), new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(topic, value)).get();
    }
  }

  private String execute(int exit, String command, String... options) {
    StringWriter out = new StringWriter();
    List<String> arguments =
        new ArrayList<>(List.of(command, "--bootstrap-servers", broker.bootstrapServers()));
    arguments.addAll(List.of(options));
    int found =
        Tagstream.commandLine(new Interruption())
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(arguments.toArray(String[]::new));
    assertThat(found).as(err.toString()).isEqualTo(exit);
    return out.toString();
  }
}
