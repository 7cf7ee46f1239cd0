package dev.tagstream.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tagstream.pipeline.kafka.KafkaConnection;
import dev.tagstream.pipeline.kafka.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code ML_PREDICT} over a topic, while processes of the cluster are killed. */
@Tag("gateway")
@Timeout(1200)
final class SqlKillsITCase {

  private static final Path HOME = Path.of("target/cluster").toAbsolutePath();
  private static final Map<String, String> SETTINGS =
      Map.of("TAGSTREAM_SQL", "true", "TAGSTREAM_JOBMANAGERS", "2");
  private static final Cluster.Size SIZE = new Cluster.Size(2, 1, "1g");
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private static final int IMAGES_OF_A_ROUND = 400;
  private static final int IMAGES_TO_A_BAD_ONE = 20;

  @TempDir private Path folder;

  @Test
  void answersEachRowOnceThoughTaskManagersAndTheLeaderAreKilled() throws Exception {
    try (Cluster cluster = Cluster.start(HOME, folder.resolve("run"), SIZE, SETTINGS)) {
      KafkaConnection kafka = KafkaConnection.to(cluster.bootstrapServers());
      try (Topics topics = Topics.of(kafka)) {
        topics.create(2, List.of("image-events"));
        topics.create(1, List.of("answers"));
      }
      String job = submit(cluster);
      try (ImagesTopic events = new ImagesTopic(kafka, DemoJob.images(), 2)) {
        Processes processes = cluster.processes();
        for (String killed : List.of("taskmanager-1", "taskmanager-2", processes.leader())) {
          int half = events.published() + IMAGES_OF_A_ROUND / 2;
          publishRound(events);
          await("answers of half a round")
              .atMost(PATIENCE)
              .until(() -> answers(cluster).size() >= half);
          processes.kill(killed);
        }
        await("all answers")
            .atMost(PATIENCE)
            .until(() -> answers(cluster).size() >= events.published());
        await("the statement").atMost(PATIENCE).until(() -> cluster.flink().allTasksRun(job));
        cluster.flink().stop(job, cluster.savepoints());

        assertThat(processes.restarts()).as("processes started again").isEqualTo(3);
        assertThat(answers(cluster))
            .containsExactlyInAnyOrderElementsOf(events.expected().values());
      }
    }
  }

  /** Starts the statement by a gateway, which it does not need later, and returns its job's id. */
  private String submit(Cluster cluster) throws Exception {
    try (SqlGateway gateway = SqlGateway.start(cluster, folder.resolve("gateway.log"))) {
      gateway.run("SET 'parallelism.default' = '2'");
      gateway.run("SET 'execution.checkpointing.interval' = '500 ms'");
      gateway.run(
          """
          CREATE MODEL tagger INPUT (image BYTES) OUTPUT (best STRING, reject STRING)
          WITH ('provider' = 'onnx', 'model.file' = '%s', 'device' = 'cpu')\
          """
              .formatted(DemoJob.model()));
      gateway.run(
          """
          CREATE TABLE image_events (id STRING, image BYTES) WITH (
            'connector' = 'kafka', 'topic' = 'image-events',
            'properties.bootstrap.servers' = '%s', 'properties.group.id' = 'kills',
            'scan.startup.mode' = 'earliest-offset',
            'format' = 'tagstream-avro', 'tagstream-avro.record' = 'ImageEvent')\
          """
              .formatted(cluster.bootstrapServers()));
      gateway.run(
          """
          CREATE TABLE answers (answer STRING) WITH (
            'connector' = 'kafka', 'topic' = 'answers', 'properties.bootstrap.servers' = '%s',
            'sink.delivery-guarantee' = 'exactly-once', 'sink.transactional-id-prefix' = 'kills',
            'properties.transaction.timeout.ms' = '600000', 'format' = 'raw')\
          """
              .formatted(cluster.bootstrapServers()));
      gateway.run(
          """
          INSERT INTO answers
          SELECT id || ': ' || COALESCE(best, SPLIT_INDEX(reject, ':', 0))
          FROM ML_PREDICT(TABLE image_events, MODEL tagger, DESCRIPTOR(image),
            MAP['async', 'true', 'max-concurrent-operations', '64'])\
          """);
    }
    String job = cluster.flink().onlyJob();
    await("the statement").atMost(PATIENCE).until(() -> cluster.flink().allTasksRun(job));
    return job;
  }

  private static void publishRound(ImagesTopic events) throws Exception {
    byte[] good = Files.readAllBytes(DemoJob.images().resolve("Bag/00320.png"));
    byte[] bad = "bread, milk, a dozen eggs".getBytes(UTF_8);
    for (int i = 0; i < IMAGES_OF_A_ROUND; i++) {
      String id = String.valueOf(events.published());
      if (i % IMAGES_TO_A_BAD_ONE == 0) {
        events.publish(id, bad, "UNSUPPORTED_FORMAT");
      } else {
        events.publish(id, good, "Bag");
      }
    }
  }

  /** What readers of committed records see. */
  private static List<String> answers(Cluster cluster) {
    List<String> answers = new ArrayList<>();
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers", cluster.bootstrapServers(), "isolation.level", "read_committed");
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      TopicPartition partition = new TopicPartition("answers", 0);
      List<TopicPartition> only = List.of(partition);
      consumer.assign(only);
      consumer.seekToBeginning(only);
      long end = requireNonNull(consumer.endOffsets(only).get(partition));
      while (consumer.position(partition) < end) {
        consumer.poll(Duration.ofMillis(200)).forEach(record -> answers.add(record.value()));
      }
    }
    return answers;
  }
}
