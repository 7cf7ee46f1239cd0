package dev.tagstream.pipeline.kafka.event;

import static java.util.Objects.requireNonNull;

import dev.tagstream.pipeline.config.EventKind;
import dev.tagstream.pipeline.config.FieldsConfig;
import dev.tagstream.pipeline.config.FormatConfig;
import dev.tagstream.pipeline.config.Framing;
import dev.tagstream.pipeline.config.InvalidConfigException;
import dev.tagstream.pipeline.config.KafkaConfig;
import dev.tagstream.pipeline.config.RegistryConfig;
import dev.tagstream.pipeline.config.TaggingOptions;
import dev.tagstream.pipeline.kafka.registry.MissingSchemaException;
import dev.tagstream.pipeline.kafka.registry.RegistryClient;
import dev.tagstream.pipeline.kafka.registry.SchemaCache;
import dev.tagstream.pipeline.kafka.registry.Subjects;
import dev.tagstream.schemas.ImageEvent;
import java.io.Serializable;
import java.util.Map;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The format of the images topic, checked when the job starts. Tasks open readers of it.
 *
 * @param config of the format
 * @param writers schemas that records name by their fingerprint, in addition to the job's own
 * @param only the schema of all records, as JSON, where nothing stands before them; else null
 */
public record EventFormat(FormatConfig config, WriterSchemas writers, @Nullable String only)
    implements Serializable {

  private static final FormatConfig SINGLE_OBJECT =
      new FormatConfig(
          EventKind.AVRO,
          null,
          new FormatConfig.Framings(
              Framing.SINGLE_OBJECT, Framing.SINGLE_OBJECT, Framing.SINGLE_OBJECT),
          null);

  /** ImageEvents in single-object encoding. */
  public static EventFormat ofImageEvents(WriterSchemas writers) {
    return new EventFormat(SINGLE_OBJECT, writers, null);
  }

  /**
   * The format in the configuration. Mapped fields are checked against the schemas that are given,
   * or else against the newest one of the topic's subject in the registry.
   *
   * @throws InvalidConfigException if a schema is missing or lacks a field
   */
  public static EventFormat of(KafkaConfig kafka) throws InterruptedException {
    FormatConfig config = kafka.format();
    if (config.events() != EventKind.AVRO) {
      return new EventFormat(config, WriterSchemas.NONE, null);
    }
    FieldsConfig fields = config.fields();
    WriterSchemas writers =
        fields == null
            ? WriterSchemas.load(kafka.reading().writerSchemas())
            : WriterSchemas.load(kafka.reading().writerSchemas(), fields);
    if (config.framings().images() == Framing.NONE) {
      return new EventFormat(config, WriterSchemas.NONE, only(kafka, writers).toString());
    }
    if (fields != null && writers.json().isEmpty()) {
      requireFields(registered(kafka), kafka, fields);
    }
    return new EventFormat(config, writers, null);
  }

  /** The one schema of records that nothing stands before. */
  private static Schema only(KafkaConfig kafka, WriterSchemas writers) throws InterruptedException {
    FormatConfig config = kafka.format();
    if (writers.json().size() > 1) {
      throw new InvalidConfigException(
          "%s must be one schema where %s is none but there are %d"
              .formatted(
                  TaggingOptions.KAFKA_WRITER_SCHEMAS.key(),
                  TaggingOptions.KAFKA_FRAMING_IMAGES.key(),
                  writers.json().size()));
    }
    if (!writers.json().isEmpty()) {
      return writers.parsed()[0];
    }
    FieldsConfig fields = config.fields();
    if (fields == null && config.registry() == null) {
      return ImageEvent.getClassSchema();
    }
    Schema registered = registered(kafka);
    requireFields(registered, kafka, fields);
    return registered;
  }

  private static Schema registered(KafkaConfig kafka) throws InterruptedException {
    RegistryConfig registry = kafka.format().registry();
    String subject = Subjects.ofValues(kafka.topics().images());
    if (registry == null) {
      throw new InvalidConfigException(
          "the fields of records cannot be checked without their schema; set %s to its .avsc, or %s"
              .formatted(
                  TaggingOptions.KAFKA_WRITER_SCHEMAS.key(),
                  TaggingOptions.KAFKA_REGISTRY_URLS.key()));
    }
    try {
      return new RegistryClient(registry).latest(subject);
    } catch (MissingSchemaException missing) {
      throw new InvalidConfigException(
          "%s; register it, or set %s to its .avsc"
              .formatted(missing.detail(), TaggingOptions.KAFKA_WRITER_SCHEMAS.key()));
    }
  }

  private static void requireFields(
      Schema schema, KafkaConfig kafka, @Nullable FieldsConfig fields) {
    try {
      if (fields == null) {
        WriterSchemas.requireImageEvents(schema);
      } else {
        RecordMapping.of(schema, fields);
      }
    } catch (IllegalArgumentException unusable) {
      throw new InvalidConfigException(
          "the newest schema of the subject '%s': %s; check tagging.kafka.fields"
              .formatted(Subjects.ofValues(kafka.topics().images()), unusable.getMessage()));
    }
  }

  /**
   * Opens a reader.
   *
   * @param seen schemas of the registry that the job has seen before, as JSON, by their ids
   */
  public EventReader open(Map<Long, String> seen) {
    FieldsConfig fields = config.fields();
    return switch (config.events()) {
      case AVRO -> avro(seen);
      case JSON -> new JsonEvents(fields == null ? JsonEvents.USUAL : fields);
      case IMAGE -> (record, value) -> new Event(Event.idOf(record), value, null, null, Map.of());
      case S3_NOTIFICATION -> new S3Notifications();
    };
  }

  /** The registry whose ids stand before records; null if none do. */
  public @Nullable RegistryConfig registryOfIds() {
    return switch (config.framings().images()) {
      case SINGLE_OBJECT, NONE -> null;
      case AUTO, CONFLUENT, APICURIO ->
          config.events() == EventKind.AVRO ? config.registry() : null;
    };
  }

  private EventReader avro(Map<Long, String> seen) {
    FieldsConfig fields = config.fields();
    Framing framing = config.framings().images();
    if (framing == Framing.NONE) {
      Schema schema = new Schema.Parser().parse(requireNonNull(only));
      RecordBody body = RecordBody.of(schema, fields);
      return (record, value) -> body.read(record, value, 0);
    }
    EventReader singleObject =
        fields == null
            ? SingleObjectEvents.ofImageEvents(writers)
            : SingleObjectEvents.mapped(writers, fields);
    RegistryConfig registry = registryOfIds();
    return registry == null
        ? singleObject
        : new AvroEvents(framing, fields, singleObject, SchemaCache.open(registry), seen);
  }
}
