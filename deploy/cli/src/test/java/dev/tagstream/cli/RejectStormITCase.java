package dev.tagstream.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tagstream.cli.results.Outcome;
import dev.tagstream.cli.results.ReadOutcomes;
import dev.tagstream.embedded.EmbeddedBroker;
import dev.tagstream.embedded.EmbeddedFlink;
import dev.tagstream.embedded.EmbeddedJob;
import dev.tagstream.pipeline.TaggingJob;
import dev.tagstream.pipeline.config.TaggingConfig;
import dev.tagstream.pipeline.kafka.KafkaConnection;
import dev.tagstream.pipeline.kafka.Topics;
import dev.tagstream.schemas.ImageEvent;
import dev.tagstream.schemas.codec.SingleObjectEncoder;
import java.awt.Color;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A flood of files that are no images, through the whole job. */
@Timeout(180)
final class RejectStormITCase {

  private static final int SOUND = 20;
  private static final int BROKEN = 200;

  /** Each hundred images have at least ninety that are broken. */
  private static final String STORM =
      "\\d{2,3} of \\d{3} images of the last \\d+ s were rejected, most recently"
          + " image-events-0@\\d+ as UNSUPPORTED_FORMAT: no known image format begins with the"
          + " bytes 74 65 78 74";

  @TempDir private Path folder;
  private EmbeddedBroker broker;

  @BeforeEach
  void start() throws Exception {
    ColorModel.write(folder.resolve("colors.onnx"));
    broker = EmbeddedBroker.start();
    publish();
  }

  @AfterEach
  void stop() {
    broker.close();
  }

  /** Nothing of what the first job rejects is committed, so all is left to the second. */
  @Test
  void stopsTheJobIfToldSoAndElseIsToldInLogAndMetricsWhileAllIsAnswered() throws Exception {
    assertThat(runAndStopOnStorm().lines())
        .hasSize(3)
        .last()
        .asString()
        .matches(
            "tagstream run: stopped by a reject storm: "
                + STORM
                + "; fix the cause and start again, or set tagging.rejects.on-storm to log to let"
                + " the job reject them all");

    try (EmbeddedFlink flink = EmbeddedFlink.start(1)) {
      EmbeddedJob job = submit(flink);
      Metrics metrics = Metrics.of(flink.restAddress());
      await()
          .atMost(Duration.ofMinutes(2))
          .failFast("the job has ended", job::hasEnded)
          .until(
              () ->
                  metrics.value("emit-tags.imagesTagged") >= SOUND
                      && metrics.value("decode-images.reason.UNSUPPORTED_FORMAT.imagesRejected")
                          >= BROKEN);
      assertThat(metrics.value("decode-images.rejectStorm")).isOne();
      assertThat(metrics.value("read-image-events.rejectStorm")).isZero();
      job.stop();
    }
    assertThat(answers()).isEqualTo(everyIdOnce());
    assertThat(Files.readString(Path.of("target", "test.log")))
        .containsPattern("ERROR .* A reject storm: " + STORM);
  }

  /** Gives what the command says, after it has ended with exit code 2. */
  private String runAndStopOnStorm() {
    List<String> arguments = new ArrayList<>(List.of("run", "--mode", "batch", "--heartbeat", "0"));
    arguments.addAll(List.of("--model", folder.resolve("colors.onnx").toString()));
    arguments.addAll(List.of("--bootstrap-servers", broker.bootstrapServers()));
    options().forEach((key, value) -> arguments.add("-D" + key + "=" + value));
    arguments.add("-Dtagging.rejects.on-storm=stop");
    StringWriter said = new StringWriter();
    int exitCode =
        Tagstream.commandLine(new Interruption())
            .setOut(new PrintWriter(said))
            .setErr(new PrintWriter(said))
            .execute(arguments.toArray(String[]::new));
    assertThat(exitCode).as(said.toString()).isEqualTo(2);
    return said.toString();
  }

  private EmbeddedJob submit(EmbeddedFlink flink) throws InterruptedException {
    Map<String, String> all = options();
    all.put("tagging.model.file", folder.resolve("colors.onnx").toString());
    all.put("tagging.kafka.bootstrap-servers", broker.bootstrapServers());
    StreamExecutionEnvironment environment = flink.newEnvironment();
    TaggingJob.build(environment, TaggingConfig.from(Configuration.fromMap(all)));
    return flink.submit(environment);
  }

  private static Map<String, String> options() {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("tagging.device.provider", "cpu");
    options.put("tagging.checkpoint.interval", "9 min");
    // the storm still rages when Flink looks at the metrics, every ten seconds
    options.put("tagging.rejects.storm-window", "9 min");
    return options;
  }

  private void publish() throws Exception {
    KafkaConnection connection = KafkaConnection.to(broker.bootstrapServers());
    try (Topics topics = Topics.of(connection)) {
      topics.create(1, List.of("image-events", "image-tags", "image-rejects"));
    }
    SingleObjectEncoder<ImageEvent> encoder = SingleObjectEncoder.of(ImageEvent.class);
    byte[] red = ColorImages.png(Color.RED, 20, 10);
    byte[] text = "text".getBytes(UTF_8);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            connection.forProducer(Map.of()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (int i = 0; i < SOUND + BROKEN; i++) {
        ImageEvent event =
            ImageEvent.newBuilder()
                .setId("event-" + i)
                .setImage(ByteBuffer.wrap(isSound(i) ? red : text))
                .build();
        producer.send(new ProducerRecord<>("image-events", encoder.encode(event))).get();
      }
    }
  }

  /** Every eleventh is an image. */
  private static boolean isSound(int number) {
    return number % (1 + BROKEN / SOUND) == 0;
  }

  private static Map<String, Integer> everyIdOnce() {
    Map<String, Integer> answers = new TreeMap<>();
    IntStream.range(0, SOUND + BROKEN)
        .forEach(i -> answers.put("event-" + i + (isSound(i) ? " tagged" : " rejected"), 1));
    return answers;
  }

  /** How often readers of committed records see each id as what. */
  private Map<String, Integer> answers() throws Exception {
    Map<String, Integer> answers = new TreeMap<>();
    try (ReadOutcomes outcomes =
        ReadOutcomes.from(
            KafkaConnection.to(broker.bootstrapServers()), "image-tags", "image-rejects")) {
      outcomes.readToEnd(
          outcome -> {
            String what = outcome instanceof Outcome.Reject ? " rejected" : " tagged";
            answers.merge(outcome.id() + what, 1, Integer::sum);
          });
    }
    return answers;
  }

  /** What Flink's REST interface tells of its only job. */
  private record Metrics(HttpClient client, URI job) {

    static Metrics of(URI rest) throws IOException, InterruptedException {
      HttpClient client = HttpClient.newHttpClient();
      JsonNode jobs = json(client, rest.resolve("/jobs"));
      return new Metrics(
          client, rest.resolve("/jobs/" + jobs.get("jobs").get(0).get("id").textValue() + "/"));
    }

    /** Of the task that has the metric; -1 until there is one. */
    double value(String name) throws IOException, InterruptedException {
      for (JsonNode task : json(client, job.resolve(".")).path("vertices")) {
        JsonNode found =
            json(
                client,
                job.resolve(
                    "vertices/%s/subtasks/metrics?get=%s"
                        .formatted(task.get("id").textValue(), name)));
        if (!found.isEmpty()) {
          return found.get(0).get("max").doubleValue();
        }
      }
      return -1;
    }

    private static JsonNode json(HttpClient client, URI page)
        throws IOException, InterruptedException {
      return new JsonMapper()
          .readTree(
              client.send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString()).body());
    }
  }
}
