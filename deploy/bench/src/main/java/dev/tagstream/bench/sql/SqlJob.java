package dev.tagstream.bench.sql;

import dev.tagstream.pipeline.config.KafkaConfig;
import dev.tagstream.pipeline.config.TaggingConfig;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.bridge.java.StreamStatementSet;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;

/**
 * One statement that reads the images topic, tags each image and writes the tags topic.
 *
 * @param options of the job, by their keys; those of the model and its batches are the statement's
 */
public record SqlJob(Map<String, String> options) {

  /** Two batches, so that one is filled while the other runs. */
  private static final int BATCHES_IN_FLIGHT = 2;

  /** Options of the job that a model has under the same name. */
  private static final Pattern OF_MODELS =
      Pattern.compile("tagging\\.((?:batch|decode|device|limits|tags)\\..*)");

  public SqlJob {
    options = Map.copyOf(options);
  }

  /**
   * Adds the statement to the environment, with exactly-once delivery. It uses the model, the
   * topics, the batches and the checkpoint interval of the configuration.
   */
  public void build(StreamExecutionEnvironment environment, TaggingConfig config) {
    environment.enableCheckpointing(config.checkpointInterval().toMillis());
    StreamTableEnvironment tables = StreamTableEnvironment.create(environment);
    tables.executeSql(model(config));
    tables.executeSql(images(config.kafka()));
    tables.executeSql(tags(config.kafka()));
    StreamStatementSet statements = tables.createStatementSet();
    statements.addInsertSql(insert(config.batch().maxImages() * BATCHES_IN_FLIGHT));
    statements.attachAsDataStream();
  }

  private String model(TaggingConfig config) {
    return """
    CREATE MODEL tagger INPUT (image BYTES) OUTPUT (
      tags ARRAY<ROW<`index` INT, label STRING, wnid STRING, score FLOAT>>,
      width INT, height INT, reject STRING,
      `model` ROW<name STRING, sha256 STRING, provider STRING>)
    WITH (%s)\
    """
        .formatted(
            optionsOfModel(config).entrySet().stream()
                .map(option -> "'%s' = '%s'".formatted(option.getKey(), option.getValue()))
                .collect(Collectors.joining(", ")));
  }

  private Map<String, String> optionsOfModel(TaggingConfig config) {
    Map<String, String> all = new TreeMap<>();
    all.put("provider", "onnx");
    all.put("model.file", config.modelFile());
    all.put("device", "cpu");
    options.forEach(
        (key, value) -> {
          Matcher name = OF_MODELS.matcher(key);
          if (name.matches()) {
            all.put(name.group(1).equals("device.provider") ? "device" : name.group(1), value);
          }
        });
    return all;
  }

  private static String images(KafkaConfig kafka) {
    return """
    CREATE TABLE images (
      id STRING, image BYTES,
      `topic` STRING METADATA VIRTUAL,
      `partition` INT METADATA VIRTUAL,
      `offset` BIGINT METADATA VIRTUAL,
      writtenAt TIMESTAMP_LTZ(3) METADATA FROM 'timestamp' VIRTUAL
    ) WITH ('connector' = 'kafka', 'topic' = '%s', 'properties.bootstrap.servers' = '%s',
      'properties.isolation.level' = 'read_committed', 'properties.group.id' = 'sql',
      'scan.startup.mode' = 'earliest-offset',
      'format' = 'tagstream-avro', 'tagstream-avro.record' = 'ImageEvent')\
    """
        .formatted(kafka.topics().images(), kafka.bootstrapServers());
  }

  private static String tags(KafkaConfig kafka) {
    return """
    CREATE TABLE tags (
      id STRING, tags ARRAY<ROW<`index` INT, label STRING, wnid STRING, score FLOAT>>,
      modelName STRING, modelSha256 STRING, provider STRING,
      sourceTopic STRING, sourcePartition INT, sourceOffset BIGINT,
      sourceTimestamp TIMESTAMP_LTZ(3), width INT, height INT
    ) WITH ('connector' = 'kafka', 'topic' = '%s', 'properties.bootstrap.servers' = '%s',
      'sink.delivery-guarantee' = 'exactly-once', 'sink.transactional-id-prefix' = 'sql',
      'properties.transaction.timeout.ms' = '600000',
      'format' = 'tagstream-avro', 'tagstream-avro.record' = 'ImageTags')\
    """
        .formatted(kafka.topics().tags(), kafka.bootstrapServers());
  }

  private static String insert(int rowsInFlight) {
    return """
    INSERT INTO tags
    SELECT id, tags, `model`.name, `model`.sha256, `model`.provider, `topic`, `partition`,
      `offset`, writtenAt, width, height
    FROM ML_PREDICT(TABLE images, MODEL tagger, DESCRIPTOR(image),
      MAP['async', 'true', 'max-concurrent-operations', '%d'])
    WHERE reject IS NULL\
    """
        .formatted(rowsInFlight);
  }
}
