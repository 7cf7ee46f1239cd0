package dev.tagstream.pipeline.config;

import static dev.tagstream.pipeline.config.InvalidConfigException.mustBe;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.flink.configuration.ConfigOption;
import org.jspecify.annotations.Nullable;

/**
 * The source and the targets of the job in Kafka.
 *
 * @param bootstrapServers the brokers to connect to first, such as {@code
 *     kafka-1:9092,kafka-2:9092}
 * @param topics the topics of the job
 * @param reading how the job reads images
 * @param writing how the job writes results
 * @param format the formats of the topics
 * @param properties passed on to Kafka's clients
 */
public record KafkaConfig(
    String bootstrapServers,
    Topics topics,
    Reading reading,
    Writing writing,
    FormatConfig format,
    ClientProperties properties)
    implements Serializable {

  /**
   * The topics of the job, all different.
   *
   * @param images topic of ImageEvents
   * @param tags topic of ImageTags
   * @param rejects topic of RejectedImages
   * @param shadow topic of the ImageTags of a shadow; null if the job takes none
   * @param also topics of the ImageTags of the models of {@code tagging.models.also}, in their
   *     order
   */
  public record Topics(
      String images, String tags, String rejects, @Nullable String shadow, List<String> also)
      implements Serializable {

    /** The names that Kafka accepts for a topic. */
    private static final Pattern LEGAL = Pattern.compile("(?!\\.{1,2}$)[a-zA-Z0-9._-]{1,249}");

    public Topics {
      requireLegal(TaggingOptions.KAFKA_IMAGES_TOPIC, images);
      requireLegal(TaggingOptions.KAFKA_TAGS_TOPIC, tags);
      requireLegal(TaggingOptions.KAFKA_REJECTS_TOPIC, rejects);
      if (tags.equals(images)) {
        throw mustBe(TaggingOptions.KAFKA_TAGS_TOPIC, "another topic than the images'", tags);
      }
      if (rejects.equals(images) || rejects.equals(tags)) {
        throw mustBe(
            TaggingOptions.KAFKA_REJECTS_TOPIC,
            "another topic than the images' and the tags'",
            rejects);
      }
      if (shadow != null) {
        requireLegal(TaggingOptions.KAFKA_SHADOW_TOPIC, shadow);
        if (List.of(images, tags, rejects).contains(shadow)) {
          throw mustBe(
              TaggingOptions.KAFKA_SHADOW_TOPIC,
              "another topic than the images', the tags' and the rejects'",
              shadow);
        }
      }
      also = List.copyOf(also);
      for (String topic : also) {
        requireLegal(TaggingOptions.KAFKA_TAGS_TOPIC, topic);
        if (List.of(images, rejects).contains(topic) || topic.equals(shadow)) {
          throw new InvalidConfigException(
              "%s needs the topic %s for one of its models, but the job has it for something else"
                  .formatted(TaggingOptions.MODELS_ALSO.key(), topic));
        }
      }
    }

    /** Topics of a job that has one model and takes no shadow. */
    public Topics(String images, String tags, String rejects) {
      this(images, tags, rejects, null, List.of());
    }

    /** The topics of ImageTags. */
    public List<String> ofTags() {
      return Stream.concat(Stream.of(tags), ofOtherTags()).toList();
    }

    /** The topics that the job writes. */
    public List<String> ofResults() {
      return Stream.concat(Stream.of(tags, rejects), ofOtherTags()).toList();
    }

    private Stream<String> ofOtherTags() {
      return Stream.concat(Stream.ofNullable(shadow), also.stream());
    }

    static void requireLegal(ConfigOption<String> option, String topic) {
      if (!LEGAL.matcher(topic).matches()) {
        throw mustBe(option, "1 to 249 letters, digits, '.', '_' or '-'", topic);
      }
    }
  }

  /**
   * How the job reads images.
   *
   * @param groupId the consumer group whose offsets show the job's progress
   * @param startFrom where reading starts if there is no checkpoint
   * @param guards what to do if the topic is not as the job left it
   * @param writerSchemas .avsc files and folders of them: schemas of events, in addition to the
   *     job's own
   */
  public record Reading(
      String groupId, StartFrom startFrom, ReadingGuards guards, List<String> writerSchemas)
      implements Serializable {

    public Reading {
      writerSchemas = List.copyOf(writerSchemas);
      if (groupId.isBlank()) {
        throw mustBe(TaggingOptions.KAFKA_GROUP_ID, "a name", groupId);
      }
    }
  }

  /**
   * What to do if the images topic is not as the job left it.
   *
   * @param onLostRecords records were deleted before the job read them
   * @param onRecreatedTopic the topic was recreated
   * @param onRepeatedRecords the job resumes from a state older than the offsets that its group has
   *     committed
   */
  public record ReadingGuards(
      OnLoss onLostRecords, OnLoss onRecreatedTopic, OnLoss onRepeatedRecords)
      implements Serializable {}

  /**
   * How the job writes results.
   *
   * @param delivery the guarantee after a failure
   * @param transactionalIdPrefix the prefix of the job's transactional ids
   * @param transactionTimeout the longest time that a transaction stays open, at least 1 s
   * @param onLostResults what to do if the broker has aborted a transaction
   */
  public record Writing(
      Delivery delivery,
      String transactionalIdPrefix,
      Duration transactionTimeout,
      OnLoss onLostResults)
      implements Serializable {

    public Writing {
      if (transactionalIdPrefix.isBlank()) {
        throw mustBe(TaggingOptions.KAFKA_TRANSACTIONAL_ID_PREFIX, "a name", transactionalIdPrefix);
      }
      if (transactionTimeout.toMillis() < 1000
          || transactionTimeout.toMillis() > Integer.MAX_VALUE) {
        throw mustBe(
            TaggingOptions.KAFKA_TRANSACTION_TIMEOUT,
            "from 1 s to 24 d",
            transactionTimeout.toMillis() + " ms");
      }
    }
  }

  public KafkaConfig {
    if (bootstrapServers.isBlank()) {
      throw mustBe(
          TaggingOptions.KAFKA_BOOTSTRAP_SERVERS, "host:port,host:port,...", bootstrapServers);
    }
  }

  static KafkaConfig read(OptionReader options) {
    String groupId = options.read(TaggingOptions.KAFKA_GROUP_ID);
    String tags = options.read(TaggingOptions.KAFKA_TAGS_TOPIC);
    return new KafkaConfig(
        options.read(TaggingOptions.KAFKA_BOOTSTRAP_SERVERS),
        new Topics(
            options.read(TaggingOptions.KAFKA_IMAGES_TOPIC),
            tags,
            options.read(TaggingOptions.KAFKA_REJECTS_TOPIC),
            options.find(TaggingOptions.KAFKA_SHADOW_TOPIC).orElse(null),
            AlsoConfig.read(options).stream().map(model -> tags + "-" + model.name()).toList()),
        new Reading(
            groupId,
            options.read(TaggingOptions.KAFKA_START_FROM),
            new ReadingGuards(
                options.read(TaggingOptions.KAFKA_ON_LOST_RECORDS),
                options.read(TaggingOptions.KAFKA_ON_RECREATED_TOPIC),
                options.read(TaggingOptions.KAFKA_ON_REPEATED_RECORDS)),
            options.find(TaggingOptions.KAFKA_WRITER_SCHEMAS).orElse(List.of())),
        new Writing(
            options.read(TaggingOptions.KAFKA_DELIVERY),
            options.find(TaggingOptions.KAFKA_TRANSACTIONAL_ID_PREFIX).orElse(groupId),
            options.read(TaggingOptions.KAFKA_TRANSACTION_TIMEOUT),
            options.read(TaggingOptions.KAFKA_ON_LOST_RESULTS)),
        FormatConfig.read(options),
        ClientProperties.read(options));
  }
}
