package dev.tagstream.cli.sql;

import dev.tagstream.pipeline.kafka.KafkaConnection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The statements that define the tables of the job's topics.
 *
 * @param kafka the cluster of the topics
 * @param images the topic of {@code image_events}
 * @param tags the topic of {@code image_tags}
 * @param rejects the topic of {@code image_rejects}
 * @param end where reading ends
 */
record TopicTables(KafkaConnection kafka, String images, String tags, String rejects, End end) {

  /** Where a query on a topic ends. */
  enum End {
    /** At the records that are there when it starts. */
    OF_TOPIC,
    /** Never. */
    NEVER
  }

  private static final String TIME = "TIMESTAMP_LTZ(3)";

  private static final String SOURCE =
      """
      sourceTopic STRING, sourcePartition INT, sourceOffset BIGINT, sourceTimestamp %1$s,
      attempt INT, firstTopic STRING, firstPartition INT, firstOffset BIGINT,
      """
          .formatted(TIME);

  private static final String OBJECT =
      "sourceUri STRING, sourceMember STRING, sourceRow BIGINT, sourceVersion STRING,"
          + " modelEpoch BIGINT, modelRole STRING,";

  private static final String EVENT_COLUMNS =
      "id STRING, image BYTES, uri STRING, contentType STRING, eventTime %s, attributes MAP<STRING, STRING>,"
          .formatted(TIME);

  private static final String TAGS_COLUMNS =
      """
      id STRING, tags ARRAY<ROW<`index` INT, label STRING, wnid STRING, score FLOAT>>,
      modelName STRING, modelSha256 STRING, provider STRING, %2$s
      taggedAt %1$s, decodeMicros BIGINT, queueMicros BIGINT, inferenceMicros BIGINT,
      width INT, height INT, eventTime %1$s, attributes MAP<STRING, STRING>,
      embedding ARRAY<FLOAT>, leftOut ARRAY<STRING>, %3$s truncated STRING,
      """
          .formatted(TIME, SOURCE, OBJECT);

  private static final String REJECT_COLUMNS =
      """
      id STRING, reason STRING, stage STRING, detail STRING, %2$s
      rejectedAt %1$s, `value` BYTES, valueBytes BIGINT, %3$s
      """
          .formatted(TIME, SOURCE, OBJECT);

  /** The time of an image: its event's, or else its record's. */
  private static final String EVENT_OR_RECORD = "COALESCE(eventTime, writtenAt)";

  private static final String RECORD = "writtenAt";

  /** One for each table. */
  List<String> statements() {
    return List.of(
        table("image_events", EVENT_COLUMNS, EVENT_OR_RECORD, options(images, "ImageEvent")),
        table("image_tags", TAGS_COLUMNS, EVENT_OR_RECORD, options(tags, "ImageTags")),
        table("image_rejects", REJECT_COLUMNS, RECORD, options(rejects, "RejectedImage")));
  }

  private static String table(String name, String columns, String time, String options) {
    return """
        CREATE TABLE %s (
          %s
          `topic` STRING METADATA VIRTUAL,
          `partition` INT METADATA VIRTUAL,
          `offset` BIGINT METADATA VIRTUAL,
          writtenAt %s METADATA FROM 'timestamp' VIRTUAL,
          seenAt AS %s,
          WATERMARK FOR seenAt AS seenAt - INTERVAL '10' SECOND
        ) WITH (%s)"""
        .formatted(name, columns, TIME, time, options);
  }

  private String options(String topic, String record) {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("connector", "kafka");
    options.put("topic", topic);
    kafka
        .with(Map.of("isolation.level", "read_committed"))
        .forEach((property, value) -> options.put("properties." + property, value.toString()));
    options.put("scan.startup.mode", "earliest-offset");
    if (end == End.OF_TOPIC) {
      options.put("scan.bounded.mode", "latest-offset");
    }
    options.put("key.format", "raw");
    options.put("key.fields", "id");
    options.put("value.format", "tagstream-avro");
    options.put("value.tagstream-avro.record", record);
    return options.entrySet().stream()
        .map(option -> quoted(option.getKey()) + " = " + quoted(option.getValue()))
        .collect(Collectors.joining(", "));
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
