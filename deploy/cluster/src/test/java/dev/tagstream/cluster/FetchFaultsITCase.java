package dev.tagstream.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tagstream.embedded.FaultyRoad;
import dev.tagstream.embedded.FaultyRoad.Fault;
import dev.tagstream.embedded.S3ProxyServer;
import dev.tagstream.pipeline.kafka.KafkaConnection;
import dev.tagstream.schemas.ImageEvent;
import dev.tagstream.schemas.codec.SingleObjectEncoder;
import java.net.URI;
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
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Events that name their images by URI are answered once each, although S3 answers 503 and 500,
 * cuts bodies off and is slow, and TaskManagers die with images that they are fetching.
 */
@Tag("faults")
@Timeout(1200)
final class FetchFaultsITCase {

  private static final String BUCKET = "images";
  private static final String REGION = "us-east-1";
  private static final int EVENTS = FaultForm.of(1_000, 20_000);
  private static final int EVENTS_TO_A_MISSING_OBJECT = 25;
  private static final int REQUESTS_TO_A_FAULT = 10;
  private static final int PARTITIONS = 2;
  private static final List<Integer> KILLED_AT = List.of(EVENTS / 5, EVENTS / 2);
  private static final Duration PATIENCE = Duration.ofMinutes(8);

  private static final SingleObjectEncoder<ImageEvent> ENCODER =
      SingleObjectEncoder.of(ImageEvent.class);

  @TempDir private Path folder;

  private final SortedMap<String, String> expected = new TreeMap<>();

  @Test
  void everyEventIsAnsweredOnceThoughTaskManagersDieWhileTheyFetch() throws Exception {
    try (S3ProxyServer store = S3ProxyServer.start(folder);
        FaultyRoad road = new FaultyRoad(store.port());
        Cluster cluster = start()) {
      harm(road);
      List<String> objects = fill(store);
      cluster.createTopicsAtOnce(PARTITIONS);
      KafkaConnection connection = KafkaConnection.to(cluster.bootstrapServers());
      publish(connection, objects);
      try (Answers answers = new Answers(connection)) {
        String job = cluster.submit(List.of("--parallelism", "2"), options(cluster, road));
        for (int answered : KILLED_AT) {
          answers.await(answered, PATIENCE);
          // one that still recovers from the kill before would not fail once more
          await("all tasks run")
              .atMost(PATIENCE)
              .ignoreExceptions()
              .until(() -> cluster.flink().allTasksRun(job));
          int failures = cluster.flink().failures(job);
          cluster.processes().kill(cluster.processes().taskManagers().get(0));
          await("the job has failed")
              .atMost(PATIENCE)
              .until(() -> cluster.flink().failures(job) > failures);
        }
        answers.await(EVENTS, PATIENCE);
        cluster.flink().stop(job, cluster.savepoints());
        answers.readToEnd();
        assertThat(Differences.between(expected, answers.all())).isEmpty();
        assertThat(road.faults()).as("requests that are still to be harmed").isEmpty();
      }
    }
  }

  private Cluster start() throws Exception {
    return Cluster.start(
        Path.of("target/cluster").toAbsolutePath(),
        Files.createDirectory(folder.resolve("cluster")),
        new Cluster.Size(1, 2, "1g"),
        Map.of(
            "AWS_ACCESS_KEY_ID", S3ProxyServer.ID, "AWS_SECRET_ACCESS_KEY", S3ProxyServer.SECRET));
  }

  private static List<String> options(Cluster cluster, FaultyRoad road) {
    return DemoJob.options(
        cluster,
        "--tagging.fetch.allow",
        "s3://" + BUCKET,
        // so that what is being fetched at a barrier enters the state
        "--tagging.fetch.drain-timeout",
        "1 ms",
        "--tagging.objects.s3-endpoint",
        road.endpoint(),
        "--tagging.objects.s3-region",
        REGION);
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

  /** Puts the bundled images into the store. Returns their keys. */
  private static List<String> fill(S3ProxyServer store) throws Exception {
    List<String> keys = new ArrayList<>();
    try (S3Client client = client(store);
        Stream<Path> files = Files.walk(DemoJob.images())) {
      client.createBucket(request -> request.bucket(BUCKET));
      for (Path file : files.filter(each -> each.toString().matches(".*[0-9]+\\.png")).toList()) {
        String key = DemoJob.images().relativize(file).toString();
        client.putObject(request -> request.bucket(BUCKET).key(key), RequestBody.fromFile(file));
        keys.add(key);
      }
    }
    return keys;
  }

  private static S3Client client(S3ProxyServer store) {
    return S3Client.builder()
        .endpointOverride(URI.create(store.endpoint()))
        .region(Region.of(REGION))
        .forcePathStyle(true)
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(S3ProxyServer.ID, S3ProxyServer.SECRET)))
        .httpClient(UrlConnectionHttpClient.create())
        .build();
  }

  private void publish(KafkaConnection connection, List<String> objects) throws Exception {
    List<String> answers = new ArrayList<>();
    List<Future<RecordMetadata>> places = new ArrayList<>();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            connection.forProducer(Map.of()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (int i = 0; i < EVENTS; i++) {
        boolean isMissing = i % EVENTS_TO_A_MISSING_OBJECT == 0;
        String key = isMissing ? "none/%d.png".formatted(i) : objects.get(i % objects.size());
        String id = "event-" + i;
        ImageEvent event =
            ImageEvent.newBuilder().setId(id).setUri("s3://" + BUCKET + "/" + key).build();
        places.add(
            producer.send(
                new ProducerRecord<>(
                    Answers.TOPICS.get(0), i % PARTITIONS, null, ENCODER.encode(event))));
        answers.add(id + (isMissing ? ": URI_NOT_FOUND" : ": tagged"));
      }
      producer.flush();
      for (int i = 0; i < EVENTS; i++) {
        RecordMetadata place = places.get(i).get();
        expected.put(place.partition() + "@" + place.offset(), answers.get(i));
      }
    }
  }
}
