package dev.tagstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tagstream.cli.option.JobOptions;
import dev.tagstream.embedded.EmbeddedBroker;
import dev.tagstream.pipeline.kafka.KafkaConnection;
import dev.tagstream.pipeline.kafka.lease.JobLease;
import dev.tagstream.pipeline.kafka.lease.LeaseTerms;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code doctor} against a real broker with what people get wrong. */
@Timeout(180)
final class DoctorITCase {

  /** Any broker, however dead, is given up on within this. */
  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir private static Path folder;
  private static EmbeddedBroker broker;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeAll
  static void start() throws Exception {
    ColorModel.write(folder.resolve("colors.onnx"));
    broker = EmbeddedBroker.start();
    create("image-events", 2, Map.of());
    create("image-tags", 1, Map.of());
    create("image-rejects", 1, Map.of());
    create("small", 1, Map.of("max.message.bytes", "10000"));
    create("unsafe", 1, Map.of("min.insync.replicas", "2"));
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @Test
  void findsNothingWrongWithAGoodSetUpHoweverOftenItLooks() {
    for (int look = 0; look < 2; look++) {
      assertThat(doctor("--tagging.device.provider", "cpu", "--slots", "2")).isZero();
    }
    assertThat(lines())
        .noneMatch(line -> line.startsWith("failure") || line.startsWith("warning"))
        .anyMatch(line -> line.startsWith("ok       java         17."))
        .contains(
            "ok       libraries    OpenCV loads and decodes an image of 1 pixel",
            "ok       cuda         not needed: tagging.device.provider is cpu",
            "ok       provider     the CPU runs a tiny model, as asked",
            "ok       broker       %s answers, 1 in the cluster"
                .formatted(broker.bootstrapServers()),
            "ok       topic        image-events has 2 partitions, takes records of 67108864 bytes",
            "ok       topic        image-tags has 1 partition, takes records of 67108864 bytes",
            "ok       permission   topic image-events: may read",
            "ok       permission   topic image-rejects: may write",
            "ok       permission   group tagstream is new, and this user can describe it",
            "ok       permission   group tagstream-lease is new, and this user can describe it",
            "ok       transaction  tagstream-image-tags-doctor is allowed, with a timeout of 600 s",
            "ok       transaction  tagstream-image-rejects-doctor is allowed, with a timeout of"
                + " 600 s",
            "ok       lease        no job holds the prefix tagstream")
        .anyMatch(line -> line.matches("ok +clock +the broker's is \\d+ ms .*this one's, .*"));
  }

  @Test
  void tellsWhichJobHoldsThePrefix() throws Exception {
    String jobId = "0123456789abcdef0123456789abcdef";
    try (JobLease lease =
        JobLease.of(
            LeaseTerms.of(
                "held", "image-events", Map.of("bootstrap.servers", broker.bootstrapServers())),
            jobId)) {
      lease.claim();

      doctor("--tagging.device.provider", "cpu", "--tagging.kafka.group-id", "held");
    }
    assertThat(lines())
        .anyMatch(
            line ->
                line.matches(
                    "ok       lease        job %s on host \\S+ holds the prefix held: a second start is refused while it runs"
                        .formatted(jobId)));
  }

  /** As the pods of a job do, whose doctors look at the same broker for the same job. */
  @Test
  void letsManyLookAtOnce() throws Exception {
    ExecutorService pods = Executors.newFixedThreadPool(6);
    try {
      Callable<String> doctor =
          () -> {
            StringWriter said = new StringWriter();
            execute(said, arguments("--slots", "1", "--tagging.device.provider", "cpu"));
            return said.toString();
          };
      for (Future<String> said : pods.invokeAll(Collections.nCopies(6, doctor))) {
        assertThat(said.get())
            .contains("ok       transaction  tagstream-image-rejects-doctor is allowed")
            .doesNotContain("failure");
      }
    } finally {
      pods.shutdownNow();
    }
  }

  @Test
  void takesTheFileOfTheJobOnAClusterAndAnswersInJson() throws IOException {
    Path config = folder.resolve("job.properties");
    Files.write(
        config,
        List.of(
            "tagging.model.file=" + folder.resolve("colors.onnx"),
            "tagging.device.provider=cpu",
            "tagging.kafka.images-topic=nowhere",
            "tagging.kafka.bootstrap-servers=" + broker.bootstrapServers()));

    assertThat(execute("doctor", "--config", config.toString(), "--json", "--slots", "1"))
        .isEqualTo(2);

    JsonNode json = new JsonMapper().readTree(out.toString());
    assertThat(json.get("failures").intValue()).isOne();
    assertThat(json.get("warnings").intValue()).isZero();
    assertThat(json.get("findings"))
        .anySatisfy(
            finding ->
                assertThat(finding)
                    .hasToString(
                        "{\"check\":\"topic\",\"verdict\":\"failure\",\"message\":\"nowhere does"
                            + " not exist\",\"remedy\":\"create it with 'tagstream topics create', or"
                            + " name another\"}"));
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void namesTopicsThatAreMissingOrTooSmallOrUnsafe() {
    assertThat(doctor("--images-topic", "unsafe", "--tags-topic", "small")).isEqualTo(2);
    assertThat(failures())
        .containsExactly(
            "failure  topic        unsafe: a partition has 1 replicas in sync but"
                + " min.insync.replicas is 2, so it accepts no records; bring the other brokers"
                + " back, or give it more replicas",
            "failure  topic        small has 1 partition, takes records of 10000 bytes, but results"
                + " need up to 16384; raise its max.message.bytes");
  }

  @Test
  void warnsOfIdleSlotsAndOfImagesThatNoRecordHolds() {
    assertThat(doctor("--slots", "4")).isZero();
    assertThat(lines())
        .contains(
            "warning  topic        image-events has 2 partitions, takes records of 67108864 bytes"
                + " for 4 slots, so 2 of these read nothing; add partitions, take fewer slots, or"
                + " set tagging.rebalance-images true");
    assertThat(doctor("--slots", "1", "--images-topic", "small")).isZero();
    assertThat(lines())
        .contains(
            "warning  topic        small has 1 partition, takes records of 10000 bytes, but"
                + " tagging.limits.max-encoded-bytes is 33554432: larger images cannot be sent;"
                + " raise its max.message.bytes, or lower the limit to match");
  }

  @Test
  void namesATransactionTimeoutThatTheBrokerRefuses() {
    assertThat(doctor("--tagging.kafka.transaction-timeout", "20 min")).isEqualTo(2);
    assertThat(failures())
        .containsExactly(
            "failure  transaction  tagging.kafka.transaction-timeout is 1200 s but the broker"
                + " allows at most 900 s; set it lower, or raise the broker's"
                + " transaction.max.timeout.ms");
  }

  @Test
  void namesAModelOfWhichHalfIsMissing() throws IOException {
    byte[] whole = Files.readAllBytes(folder.resolve("colors.onnx"));
    Path half = folder.resolve("half.onnx");
    Files.write(half, Arrays.copyOf(whole, whole.length / 2));
    assertThat(doctor("--model", half.toString())).isEqualTo(2);
    assertThat(failures())
        .containsExactly(
            "failure  model        %s: is not an ONNX file, or is truncated; copy or export it again"
                .formatted(half));
  }

  @Test
  void namesAnOptionThatThereIsNotAndStillLooksAtTheMachine() {
    assertThat(doctor("--tagging.batch.max-image", "8")).isEqualTo(2);
    assertThat(lines()).anyMatch(line -> line.startsWith("ok       java "));
    assertThat(failures())
        .containsExactly(
            "failure  options      tagging.batch.max-image is not an option; did you mean"
                + " tagging.batch.max-images?");
  }

  @Test
  void answersInJsonEvenWhereAFileOfOptionsIsMissing() throws IOException {
    assertThat(doctor("--json", "--client-config", "/nowhere.properties")).isEqualTo(2);
    JsonNode findings = new JsonMapper().readTree(out.toString()).get("findings");
    assertThat(findings.get(findings.size() - 1).get("message").textValue())
        .isEqualTo(
            "--client-config must be a readable properties file but was '/nowhere.properties'");
  }

  @Test
  void givesUpSoonWhereNobodyListens() throws IOException {
    try (Socket closed = new Socket()) {
      closed.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      int port = closed.getLocalPort();
      assertThat(givesUp("127.0.0.1:" + port))
          .isEqualTo(
              "failure  broker       accepts no connection: 127.0.0.1:%d (Connection refused); topics, permissions, transactions and clock are not checked; check that it runs, and the address: --bootstrap-servers or tagging.kafka.bootstrap-servers"
                  .formatted(port));
    }
  }

  @Test
  void givesUpSoonWhereWhoListensIsNoBroker() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + silent.getLocalPort();
      assertThat(givesUp(address))
          .startsWith(
              "failure  broker       %s accepts connections but does not answer; check security.protocol"
                  .formatted(address));
    }
  }

  private String givesUp(String address) {
    long begin = System.nanoTime();
    assertThat(
            execute(
                "doctor",
                "--bootstrap-servers",
                address,
                "--model",
                folder.resolve("colors.onnx").toString()))
        .isEqualTo(2);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(SOON);
    assertThat(failures()).hasSize(1);
    return failures().get(0);
  }

  private int doctor(String... options) {
    return execute(arguments(options));
  }

  private static String[] arguments(String... options) {
    return Stream.of(
            Stream.of("doctor", "--bootstrap-servers", broker.bootstrapServers()),
            List.of(options).contains("--model")
                ? Stream.<String>empty()
                : Stream.of("--model", folder.resolve("colors.onnx").toString()),
            Stream.of(options))
        .flatMap(part -> part)
        .toArray(String[]::new);
  }

  private int execute(String... arguments) {
    return execute(out, arguments);
  }

  private int execute(StringWriter said, String... arguments) {
    return Tagstream.commandLine(new Interruption())
        .setOut(new PrintWriter(said))
        .setErr(new PrintWriter(err))
        .execute(JobOptions.asDefinitions(arguments));
  }

  private List<String> lines() {
    return out.toString().lines().toList();
  }

  private List<String> failures() {
    return lines().stream().filter(line -> line.startsWith("failure")).toList();
  }

  private static void create(String topic, int partitions, Map<String, String> settings)
      throws Exception {
    try (Admin admin = Admin.create(KafkaConnection.to(broker.bootstrapServers()).with(Map.of()))) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(topic, Optional.of(partitions), Optional.empty()).configs(settings)))
          .all()
          .get();
    }
  }
}
