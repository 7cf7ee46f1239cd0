package dev.tagstream.pipeline.config;

import static dev.tagstream.pipeline.config.InvalidConfigException.mustBe;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.flink.configuration.ConfigOption;

/**
 * Where images come from and results go.
 *
 * @param bootstrapServers brokers to begin with, such as {@code kafka-1:9092,kafka-2:9092}
 * @param topics the three topics
 * @param reading how images are read
 * @param writing how results are written
 * @param properties handed to the clients as they are
 */
public record KafkaConfig(
    String bootstrapServers,
    Topics topics,
    Reading reading,
    Writing writing,
    ClientProperties properties)
    implements Serializable {

  /**
   * The topics of the job, no two the same.
   *
   * @param images of ImageEvents
   * @param tags of ImageTags
   * @param rejects of RejectedImages
   */
  public record Topics(String images, String tags, String rejects) implements Serializable {

    /** What Kafka takes as a topic's name. */
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
    }

    private static void requireLegal(ConfigOption<String> option, String topic) {
      if (!LEGAL.matcher(topic).matches()) {
        throw mustBe(option, "1 to 249 letters, digits, '.', '_' or '-'", topic);
      }
    }
  }

  /**
   * How images are read.
   *
   * @param groupId the consumer group whose offsets show the job's progress
   * @param startFrom where reading begins when there is no checkpoint
   * @param guards what is done when the topic is not as the job left it
   * @param writerSchemas .avsc files and folders of them: what events are written with, beside the
   *     job's own schema
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
   * What is done when the images topic is not as the job left it.
   *
   * @param onLostRecords when records were deleted before they were read
   * @param onRecreatedTopic when the topic is another one of the same name
   * @param onRepeatedRecords when the job resumes from before what its group has committed
   */
  public record ReadingGuards(
      OnLoss onLostRecords, OnLoss onRecreatedTopic, OnLoss onRepeatedRecords)
      implements Serializable {}

  /**
   * How results are written.
   *
   * @param delivery what a failure may do to results
   * @param transactionalIdPrefix what the job's transactions are called
   * @param transactionTimeout how long a transaction stays open at most, at least 1 s
   * @param onLostResults what is done when the broker has aborted a transaction
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
    return new KafkaConfig(
        options.read(TaggingOptions.KAFKA_BOOTSTRAP_SERVERS),
        new Topics(
            options.read(TaggingOptions.KAFKA_IMAGES_TOPIC),
            options.read(TaggingOptions.KAFKA_TAGS_TOPIC),
            options.read(TaggingOptions.KAFKA_REJECTS_TOPIC)),
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
        ClientProperties.read(options));
  }
}
