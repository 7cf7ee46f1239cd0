package dev.tagstream.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tagstream.embedded.FaultyRoad;
import dev.tagstream.embedded.FaultyRoad.Fault;
import dev.tagstream.pipeline.kafka.KafkaConnection;
import dev.tagstream.schemas.ImageEvent;
import dev.tagstream.schemas.codec.SingleObjectEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Events that name their images by URI are answered once each, although S3 answers 503 and 500,
 * cuts bodies off and is slow, and the TaskManager dies twice with images that it is fetching.
 */
@Tag("faults")
@Timeout(1200)
final class FetchFaultsITCase {

  /** Published before each kill and after the last one. */
  private static final int EVENTS_AT_ONCE = FaultForm.of(400, 7_000);

  private static final int EVENTS_TO_A_MISSING_OBJECT = 25;
  private static final int REQUESTS_TO_A_FAULT = 10;
  private static final int PARTITIONS = 2;
  private static final int KILLS = 2;
  private static final int EVENTS = (KILLS + 1) * EVENTS_AT_ONCE;
  private static final Duration PATIENCE = Duration.ofMinutes(8);

  private static final SingleObjectEncoder<ImageEvent> ENCODER =
      SingleObjectEncoder.of(ImageEvent.class);

  @TempDir private Path folder;

  private final SortedMap<String, String> expected = new TreeMap<>();

  @Test
  void everyEventIsAnsweredOnceThoughTaskManagersDieWhileTheyFetch() throws Exception {
    try (Bucket bucket = Bucket.start(folder);
        FaultyRoad road = new FaultyRoad(bucket.port());
        Cluster cluster = start(bucket)) {
      harm(road);
      List<String> images = fill(bucket);
      cluster.createTopicsAtOnce(PARTITIONS);
      KafkaConnection connection = KafkaConnection.to(cluster.bootstrapServers());
      try (Answers answers = new Answers(connection)) {
        String job = cluster.submit(List.of("--parallelism", "2"), options(cluster, bucket, road));
        for (int kill = 0; kill < KILLS; kill++) {
          // one that still recovers from the kill before would not fail once more
          await("all tasks run")
              .atMost(PATIENCE)
              .ignoreExceptions()
              .until(() -> cluster.flink().allTasksRun(job));
          // one that is being processed at two kills would be taken for their cause
          answers.await(expected.size(), PATIENCE);
          publishMore(connection, bucket, images);
          int failures = cluster.flink().failures(job);
          await("records are not committed").atMost(PATIENCE).until(() -> answers.inFlight() > 0);
          cluster.processes().kill(cluster.processes().taskManagers().get(0));
          await("the job has failed")
              .atMost(PATIENCE)
              .until(() -> cluster.flink().failures(job) > failures);
        }
        publishMore(connection, bucket, images);
        answers.await(EVENTS, PATIENCE);
        cluster.flink().stop(job, cluster.savepoints());
        answers.readToEnd();
        assertThat(Differences.between(expected, answers.all())).isEmpty();
        assertThat(answers.written())
            .as("records written, some of them in vain")
            .isGreaterThan(EVENTS);
        assertThat(road.faults()).as("requests that are still to be harmed").isEmpty();
      }
    }
  }

  private Cluster start(Bucket bucket) throws Exception {
    return Cluster.start(
        Path.of("target/cluster").toAbsolutePath(),
        Files.createDirectory(folder.resolve("cluster")),
        new Cluster.Size(1, 2, "1g"),
        bucket.credentials());
  }

  private static List<String> options(Cluster cluster, Bucket bucket, FaultyRoad road) {
    return DemoJob.options(
        cluster,
        "--tagging.fetch.allow",
        bucket.uri(""),
        // so that what is being fetched at a barrier enters the state
        "--tagging.fetch.drain-timeout",
        "1 ms",
        "--tagging.objects.s3-endpoint",
        road.endpoint());
  }

  /** Has each fault befall some of the requests. */
  private static void harm(FaultyRoad road) {
    for (int i = 0; i < EVENTS; i += REQUESTS_TO_A_FAULT * Fault.values().length) {
      for (Fault fault : Fault.values()) {
        road.faults().addAll(Collections.nCopies(REQUESTS_TO_A_FAULT - 1, Fault.NONE));
        road.faults().add(fault);
      }
    }
  }

  /** Puts the bundled images into the bucket. Returns their URIs. */
  private static List<String> fill(Bucket bucket) throws Exception {
    List<String> uris = new ArrayList<>();
    try (Stream<Path> files = Files.walk(DemoJob.images())) {
      for (Path file : files.filter(each -> each.toString().matches(".*[0-9]+\\.png")).toList()) {
        String key = DemoJob.images().relativize(file).toString();
        bucket.put(key, Files.readAllBytes(file));
        uris.add(bucket.uri(key));
      }
    }
    return uris;
  }

  private void publishMore(KafkaConnection connection, Bucket bucket, List<String> images)
      throws Exception {
    List<String> answers = new ArrayList<>();
    List<Future<RecordMetadata>> places = new ArrayList<>();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            connection.forProducer(Map.of()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      int first = expected.size();
      for (int i = first; i < first + EVENTS_AT_ONCE; i++) {
        boolean isMissing = i % EVENTS_TO_A_MISSING_OBJECT == 0;
        String uri =
            isMissing ? bucket.uri("none/%d.png".formatted(i)) : images.get(i % images.size());
        String id = "event-" + i;
        ImageEvent event = ImageEvent.newBuilder().setId(id).setUri(uri).build();
        places.add(
            producer.send(
                new ProducerRecord<>(
                    Answers.TOPICS.get(0), i % PARTITIONS, null, ENCODER.encode(event))));
        answers.add(id + (isMissing ? ": URI_NOT_FOUND" : ": tagged"));
      }
      producer.flush();
      for (int i = 0; i < EVENTS_AT_ONCE; i++) {
        RecordMetadata place = places.get(i).get();
        expected.put(place.partition() + "@" + place.offset(), answers.get(i));
      }
    }
  }
}
