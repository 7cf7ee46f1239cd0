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
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaCompatibility.SchemaPairCompatibility;

/**
 * Schemas of image events in addition to the job's own: older ones, or newer ones with fields that
 * the job ignores.
 *
 * @param json each as in an .avsc file
 */
public record WriterSchemas(List<String> json) implements Serializable {

  /** The job's own schema only. */
  public static final WriterSchemas NONE = new WriterSchemas(List.of());

  private static final String EXTENSION = ".avsc";

  public WriterSchemas {
    json = List.copyOf(json);
  }

  /**
   * Reads schemas and checks that the job's own schema can read their events.
   *
   * @param paths .avsc files, and folders of them
   * @throws InvalidConfigException if a file does not exist, is not a schema, or is incompatible
   */
  public static WriterSchemas load(List<String> paths) {
    return load(
        paths, WriterSchemas::requireImageEvents, TaggingOptions.KAFKA_WRITER_SCHEMAS.key());
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
        schema -> RecordMapping.of(schema, fields),
        TaggingOptions.KAFKA_WRITER_SCHEMAS.key());
  }

  /**
   * Reads schemas and checks that a reader's schema can read their records.
   *
   * @param paths .avsc files, and folders of them
   * @param option names the paths in errors
   * @throws InvalidConfigException if a file does not exist, is not a schema, or is incompatible
   */
  public static WriterSchemas load(List<String> paths, Schema reader, String option) {
    return load(paths, writer -> requireReadable(writer, reader), option);
  }

  private static WriterSchemas load(List<String> paths, Consumer<Schema> check, String option) {
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
    requireReadable(writer, ImageEvent.getClassSchema());
  }

  private static void requireReadable(Schema writer, Schema reader) {
    SchemaPairCompatibility compatibility =
        SchemaCompatibility.checkReaderWriterCompatibility(reader, writer);
    if (compatibility.getType() != SchemaCompatibilityType.COMPATIBLE) {
      throw new IllegalArgumentException(
          "writes what the job cannot read: " + problems(compatibility));
    }
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
