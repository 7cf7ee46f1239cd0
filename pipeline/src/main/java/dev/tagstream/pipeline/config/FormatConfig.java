package dev.tagstream.pipeline.config;

import static dev.tagstream.pipeline.config.InvalidConfigException.mustBe;

import java.io.Serializable;
import java.util.stream.Stream;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ReadableConfig;
import org.jspecify.annotations.Nullable;

/**
 * The formats of the topics.
 *
 * @param events the kind of the records on the images topic
 * @param fields which fields of these records make an event; null for those of ImageEvent
 * @param framings what stands before Avro records
 * @param registry the schema registry; null if there is none
 */
public record FormatConfig(
    EventKind events,
    @Nullable FieldsConfig fields,
    Framings framings,
    @Nullable RegistryConfig registry)
    implements Serializable {

  /**
   * What stands before the Avro records of each topic.
   *
   * @param images how the job reads images
   * @param tags how it writes tags, not {@link Framing#AUTO}
   * @param rejects how it writes rejects, not {@link Framing#AUTO}
   */
  public record Framings(Framing images, Framing tags, Framing rejects) implements Serializable {

    public Framings {
      requireOne(TaggingOptions.KAFKA_FRAMING_TAGS, tags);
      requireOne(TaggingOptions.KAFKA_FRAMING_REJECTS, rejects);
    }

    private static void requireOne(ConfigOption<Framing> option, Framing framing) {
      if (framing == Framing.AUTO) {
        throw mustBe(option, "single-object, confluent, apicurio or none", framing);
      }
    }
  }

  public FormatConfig {
    if (events != EventKind.AVRO && framings.images() != Framing.AUTO) {
      requireNone(framings.images(), events);
    }
    if (fields != null && (events == EventKind.IMAGE || events == EventKind.S3_NOTIFICATION)) {
      throw new InvalidConfigException(
          "%s must be avro or json where tagging.kafka.fields are set but was '%s'"
              .formatted(TaggingOptions.KAFKA_EVENTS.key(), events));
    }
    boolean hasIds =
        Stream.of(framings.images(), framings.tags(), framings.rejects()).anyMatch(Framing::hasIds);
    if (hasIds && registry == null) {
      throw new InvalidConfigException(
          "%s must be set where a topic's framing is confluent or apicurio"
              .formatted(TaggingOptions.KAFKA_REGISTRY_URLS.key()));
    }
  }

  private static void requireNone(Framing framing, EventKind events) {
    if (framing != Framing.NONE) {
      throw mustBe(
          TaggingOptions.KAFKA_FRAMING_IMAGES,
          "none where %s is %s".formatted(TaggingOptions.KAFKA_EVENTS.key(), events),
          framing);
    }
  }

  /**
   * Reads the formats alone, for a program that reads what the job has written.
   *
   * @param settings the job's, all of them or none
   * @throws InvalidConfigException if an option is unknown, or one of the formats is invalid
   */
  public static FormatConfig of(ReadableConfig settings) {
    OptionReader options = new OptionReader(settings);
    options.refuseUnknownKeys();
    return read(options);
  }

  static FormatConfig read(OptionReader options) {
    return new FormatConfig(
        options.read(TaggingOptions.KAFKA_EVENTS),
        FieldsConfig.read(options),
        new Framings(
            options.read(TaggingOptions.KAFKA_FRAMING_IMAGES),
            options.read(TaggingOptions.KAFKA_FRAMING_TAGS),
            options.read(TaggingOptions.KAFKA_FRAMING_REJECTS)),
        RegistryConfig.read(options));
  }
}
