package dev.tagstream.pipeline.kafka.event;

import dev.tagstream.pipeline.config.FieldsConfig;
import dev.tagstream.pipeline.config.InvalidConfigException;
import dev.tagstream.pipeline.config.TaggingOptions;
import dev.tagstream.schemas.ImageEvent;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.avro.LogicalType;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaCompatibility.SchemaPairCompatibility;

/**
 * Schemas of a record in addition to the released ones: other senders', with fields that the reader
 * ignores.
 *
 * @param json each as in an .avsc file
 */
public record WriterSchemas(List<String> json) implements Serializable {

  /** The released schemas only. */
  public static final WriterSchemas NONE = new WriterSchemas(List.of());

  private static final String EXTENSION = ".avsc";

  public WriterSchemas {
    json = List.copyOf(json);
  }

  /**
   * Reads schemas of image events and checks that the job's own schema can read their events.
   *
   * @param paths .avsc files, and folders of them
   * @throws InvalidConfigException if a file does not exist, is not a schema, or is incompatible
   */
  public static WriterSchemas load(List<String> paths) {
    return load(paths, ImageEvent.getClassSchema(), TaggingOptions.KAFKA_WRITER_SCHEMAS.key());
  }

  /**
   * Reads schemas and checks that a reader's schema can read their records.
   *
   * @param paths .avsc files, and folders of them
   * @param option names the paths in errors
   * @throws InvalidConfigException if a file does not exist, is not a schema, or is incompatible
   */
  public static WriterSchemas load(List<String> paths, Schema reader, String option) {
    return load(paths, option, writer -> requireReadable(reader, writer));
  }

  /**
   * Reads schemas of senders' own records and checks that they have the fields of a mapping.
   *
   * @param paths .avsc files, and folders of them
   * @throws InvalidConfigException if a file does not exist, is not a schema, or lacks a field
   */
  static WriterSchemas load(List<String> paths, FieldsConfig fields) {
    return load(
        paths,
        TaggingOptions.KAFKA_WRITER_SCHEMAS.key(),
        schema -> RecordMapping.of(schema, fields));
  }

  private static WriterSchemas load(List<String> paths, String option, Consumer<Schema> check) {
    try {
      List<String> schemas = new ArrayList<>();
      for (String path : paths) {
        for (Path file : files(Path.of(path))) {
          schemas.add(checked(file, check).toString());
        }
      }
      return new WriterSchemas(schemas);
    } catch (UnusableFileException unusable) {
      throw new InvalidConfigException(option + ": " + unusable.getMessage());
    }
  }

  /**
   * Makes sure that the job's own schema of an event can read the records of a writer.
   *
   * @throws IllegalArgumentException if it cannot, in one line
   */
  static void requireImageEvents(Schema writer) {
    requireReadable(ImageEvent.getClassSchema(), writer);
  }

  /** Avro would read microseconds as milliseconds: it compares the types of bytes only. */
  private static void requireLogicalTypes(Schema reader, Schema writer) {
    for (Schema.Field field : reader.getFields()) {
      Schema.Field written = writer.getField(field.name());
      LogicalType own = FieldPath.withoutNull(field.schema()).getLogicalType();
      LogicalType sent =
          written == null ? null : FieldPath.withoutNull(written.schema()).getLogicalType();
      if (sent != null && own != null && !sent.getName().equals(own.getName())) {
        throw new IllegalArgumentException(
            "its field %s is of the logical type %s but must be %s"
                .formatted(field.name(), sent.getName(), own.getName()));
      }
    }
  }

  private static void requireReadable(Schema reader, Schema writer) {
    SchemaPairCompatibility compatibility =
        SchemaCompatibility.checkReaderWriterCompatibility(reader, writer);
    if (compatibility.getType() != SchemaCompatibilityType.COMPATIBLE) {
      throw new IllegalArgumentException(
          "writes what the job cannot read: " + problems(compatibility));
    }
    requireLogicalTypes(reader, writer);
  }

  /** The schemas for a decoder. */
  public Schema[] parsed() {
    return json.stream().map(schema -> new Schema.Parser().parse(schema)).toArray(Schema[]::new);
  }

  private static List<Path> files(Path path) throws UnusableFileException {
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    try (Stream<Path> entries = Files.list(path)) {
      List<Path> files =
          entries.filter(file -> file.toString().endsWith(EXTENSION)).sorted().toList();
      if (files.isEmpty()) {
        throw refused(path, "has no %s files".formatted(EXTENSION));
      }
      return files;
    } catch (IOException e) {
      throw refused(path, "cannot be read; check its permissions");
    }
  }

  private static Schema checked(Path file, Consumer<Schema> check) throws UnusableFileException {
    Schema writer = parse(file);
    try {
      check.accept(writer);
    } catch (IllegalArgumentException unusable) {
      throw refused(file, String.valueOf(unusable.getMessage()));
    }
    return writer;
  }

  private static Schema parse(Path file) throws UnusableFileException {
    try {
      return new Schema.Parser().parse(Files.readString(file));
    } catch (IOException e) {
      throw refused(file, "cannot be read; check that it is there and its permissions");
    } catch (RuntimeException e) {
      // text that is no schema meets many different exceptions inside Avro
      throw refused(
          file,
          "is no Avro schema: " + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }
  }

  private static String problems(SchemaPairCompatibility compatibility) {
    return String.join(
        "; ",
        compatibility.getResult().getIncompatibilities().stream()
            .map(
                problem ->
                    problem.getType()
                        + " at "
                        + problem.getLocation()
                        + ", "
                        + problem.getMessage())
            .toList());
  }

  private static UnusableFileException refused(Path path, String problem) {
    return new UnusableFileException(path + " " + problem);
  }

  /** A file that is no schema of a sender. */
  private static final class UnusableFileException extends Exception {

    private static final long serialVersionUID = 1L;

    UnusableFileException(String message) {
      super(message);
    }
  }
}
