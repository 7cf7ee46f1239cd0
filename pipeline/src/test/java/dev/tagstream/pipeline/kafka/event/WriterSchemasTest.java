package dev.tagstream.pipeline.kafka.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagstream.pipeline.config.InvalidConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WriterSchemasTest {

  @TempDir private Path folder;

  @Test
  void readsFilesAndFoldersOfThem() throws Exception {
    Path file = write("one.avsc", NewerEvents.SCHEMA);
    Files.createDirectory(folder.resolve("more"));
    write("more/b.avsc", NewerEvents.SCHEMA);
    write("more/a.avsc", NewerEvents.SCHEMA);
    write("more/README.md", "no schema");

    assertThat(
            WriterSchemas.load(List.of(file.toString(), folder.resolve("more").toString()))
                .parsed())
        .hasSize(3);
    assertThat(WriterSchemas.load(List.of()).parsed()).isEmpty();
  }

  @Test
  void refusesASchemaWhoseEventsTheJobCannotRead() throws Exception {
    Path file =
        write(
            "numbers.avsc",
            NewerEvents.SCHEMA.replace(
                "{\"name\": \"id\", \"type\": \"string\"}",
                "{\"name\": \"id\", \"type\": \"int\"}"));

    refuses(
        file,
        "writes what the job cannot read: TYPE_MISMATCH at /fields/0/type, reader type: STRING not"
            + " compatible with writer type: INT");
  }

  @Test
  void refusesATimeThatAvroWouldMisread() throws Exception {
    String time =
        """
        {"name": "eventTime", "default": null,
         "type": ["null", {"type": "long", "logicalType": "timestamp-micros"}]},
        """;
    String sent = NewerEvents.SCHEMA.replace("{\"name\": \"uri\"", time + "{\"name\": \"uri\"");

    refuses(
        write("micros.avsc", sent),
        "its field eventTime is of the logical type timestamp-micros but must be timestamp-millis");
  }

  @Test
  void refusesWhatIsNoSchema() throws Exception {
    refuses(write("broken.avsc", "{\"type\": \"recor\"}"), "is no Avro schema: ");
    refuses(write("empty.avsc", ""), "is no Avro schema: ");
  }

  @Test
  void refusesAFileThatIsNotThereAndAFolderWithoutSchemas() {
    refuses(
        folder.resolve("missing.avsc"),
        "cannot be read; check that it is there and its permissions");
    refuses(folder, "has no .avsc files");
  }

  private Path write(String name, String content) throws Exception {
    return Files.writeString(folder.resolve(name), content);
  }

  private static void refuses(Path path, String problem) {
    assertThatThrownBy(() -> WriterSchemas.load(List.of(path.toString())))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageStartingWith("tagging.kafka.writer-schemas: %s %s".formatted(path, problem))
        .hasMessageNotContaining("\n");
  }
}
