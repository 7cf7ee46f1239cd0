package dev.tagstream.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tagstream.embedded.EmbeddedBroker;
import dev.tagstream.pipeline.kafka.KafkaConnection;
import dev.tagstream.pipeline.kafka.Topics;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code publish}: what it leaves out, what it resumes, and what it says. */
@Timeout(300)
final class PublishITCase {

  private static final String TOPIC = "image-events";

  @TempDir private Path folder;
  private EmbeddedBroker broker;
  private final StringWriter messages = new StringWriter();

  @BeforeEach
  void start() throws Exception {
    write("a.jpg", "b.png", "deep/c.jpg");
    broker = EmbeddedBroker.start();
    try (Topics topics = Topics.of(KafkaConnection.to(broker.bootstrapServers()))) {
      topics.create(2, List.of(TOPIC));
    }
  }

  @AfterEach
  void stop() {
    broker.close();
  }

  @Test
  void leavesOutAFileThatCannotBeReadAndPublishesItLater() throws Exception {
    Path missing = Files.createSymbolicLink(images().resolve("gone.jpg"), folder.resolve("later"));
    assertThat(publish(1, images().toString())).isEqualTo("published 3 events to image-events\n");
    assertThat(messages)
        .hasToString(
            missing
                + " cannot be read; check its permissions\nskipped 1 files that cannot be read\n");

    Files.writeString(folder.resolve("later"), "jpeg");
    assertThat(publish(0, images().toString(), "--resume"))
        .isEqualTo("published 1 events to image-events; 3 were published before\n");
    assertThat(ids()).containsExactlyInAnyOrder("a.jpg", "b.png", "deep/c.jpg", "gone.jpg");
  }

  @Test
  void publishesEverythingAgainUnlessToldToResume() throws Exception {
    publish(0, images().toString());
    publish(0, images().toString());
    assertThat(ids()).hasSize(6);
    assertThat(publish(0, images().toString(), "--resume"))
        .isEqualTo("published 0 events to image-events; 3 were published before\n");
  }

  @Test
  void choosesFilesByTheirNames() throws Exception {
    publish(0, images().toString(), "--include", "*.jpg", "--exclude", "deep/*");
    assertThat(ids()).containsExactly("a.jpg");
  }

  @Test
  void publishesTheFilesOfAList() throws Exception {
    Path list = folder.resolve("list");
    Files.write(list, List.of(images().resolve("a.jpg").toString(), "", folder + "/nowhere.jpg"));
    assertThat(publish(1, "--from-list", list.toString()))
        .isEqualTo("published 1 events to image-events\n");
    assertThat(ids()).containsExactly(images().resolve("a.jpg").toString());
    assertThat(messages.toString()).startsWith(folder + "/nowhere.jpg cannot be read");
  }

  @Test
  void publishesTheFilesOfAListOnStandardInput() throws Exception {
    String names = images().resolve("a.jpg") + "\n\n" + images().resolve("deep/c.jpg") + "\n";
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(names.getBytes(StandardCharsets.UTF_8)));
    try {
      assertThat(publish(0, "--from-list", "-")).isEqualTo("published 2 events to image-events\n");
    } finally {
      System.setIn(before);
    }
    assertThat(ids())
        .containsExactlyInAnyOrder(
            images().resolve("a.jpg").toString(), images().resolve("deep/c.jpg").toString());
  }

  @Test
  void saysInADryRunWhatItWouldPublish() throws Exception {
    assertThat(publish(0, images().toString(), "--dry-run"))
        .isEqualTo("would publish 3 files of 15 bytes to image-events\n");
    assertThat(ids()).isEmpty();

    publish(0, images().toString());
    assertThat(publish(0, images().toString(), "--dry-run"))
        .isEqualTo("would publish 3 files of 15 bytes to image-events\n");
    assertThat(publish(0, images().toString(), "--dry-run", "--resume"))
        .isEqualTo("would publish 0 files of 0 bytes to image-events\n");
    assertThat(publish(0, images().toString(), "--resume"))
        .isEqualTo("published 0 events to image-events; 3 were published before\n");
  }

  @Test
  void keepsToARate() {
    long begin = System.nanoTime();
    publish(0, images().toString(), "--rate", "2");
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofSeconds(1));
  }

  @Test
  void resumesOnceAfterItWasKilledInTheMiddle() throws Exception {
    write(IntStream.range(0, 2000).mapToObj("many/%04d.jpg"::formatted).toArray(String[]::new));
    Process process = start("-XX:TieredStopAtLevel=1", "--rate", "200");
    try {
      await().atMost(Duration.ofMinutes(3)).until(() -> ids().size() > 100);
    } finally {
      process.destroyForcibly().waitFor();
    }
    assertThat(ids()).hasSizeLessThan(2003);
    publish(0, images().toString(), "--resume");
    assertThat(ids()).hasSize(2003).doesNotHaveDuplicates();
  }

  @Test
  void saysHowManyItHasPublishedWhenItIsInterrupted() throws Exception {
    write(IntStream.range(0, 97).mapToObj("many/%02d.jpg"::formatted).toArray(String[]::new));
    FutureTask<String> said =
        new FutureTask<>(() -> publish(130, images().toString(), "--rate", "20"));
    Thread publishing = new Thread(said);
    publishing.start();
    await().atMost(Duration.ofMinutes(1)).until(() -> !ids().isEmpty());
    publishing.interrupt();

    assertThat(said.get())
        .isEqualTo(
            "published %d of 100 files to image-events; run it again with --resume for the others\n"
                .formatted(ids().size()));
    publish(0, images().toString(), "--resume");
    assertThat(ids()).hasSize(100).doesNotHaveDuplicates();
  }

  /** 300 files that are seen by 1000 names each, which alone would take more than this heap. */
  @Test
  @Tag("cycles")
  void holdsNoNamesOf300000FilesInMemory() throws Exception {
    Path few = Files.createDirectory(folder.resolve("few"));
    for (int i = 0; i < 300; i++) {
      Files.writeString(few.resolve("%03d.jpg".formatted(i)), "jpeg");
    }
    Files.createDirectory(images().resolve("many"));
    for (int i = 0; i < 1000; i++) {
      Files.createSymbolicLink(images().resolve("many/%03d".formatted(i)), few);
    }
    Process process = start("-Xmx64m");
    try {
      assertThat(process.waitFor(4, TimeUnit.MINUTES)).isTrue();
    } finally {
      process.destroyForcibly().waitFor();
    }
    assertThat(folder.resolve("log"))
        .content()
        .endsWith("published 300003 events to image-events\n");
    assertThat(process.exitValue()).isZero();
  }

  /** The first of them would be published, and the second taken for it. */
  @Test
  void refusesTwoFilesThatReadAlikeBeforeItPublishesAny() throws Exception {
    Process touch =
        new ProcessBuilder("sh", "-c", "touch \"$(printf 'z\\377')\" \"$(printf 'z\\376')\"")
            .directory(images().toFile())
            .start();
    assertThat(touch.waitFor()).isZero();
    publish(2, images().toString());
    assertThat(messages)
        .hasToString(
            "tagstream publish: two files read as 'z\uFFFD' because their names are not valid"
                + " UTF-8; rename one\n");
    assertThat(ids()).isEmpty();
  }

  @Test
  void refusesWhatCannotBe() {
    publish(2);
    publish(2, images().toString(), "--from-list", "-");
    publish(2, images().toString(), "--rate", "0");
    publish(2, images().toString(), "--include", "*.tif");
    assertThat(messages)
        .hasToString(
            """
            tagstream publish: name either a folder or --from-list
            tagstream publish: name either a folder or --from-list
            tagstream publish: --rate must be a number above 0 but was 0.0
            tagstream publish: there are no files to publish; check the folder and --include
            """);
  }

  private Path images() {
    return folder.resolve("images");
  }

  private void write(String... names) throws Exception {
    for (String name : names) {
      Path file = images().resolve(name);
      Files.createDirectories(file.resolveSibling(""));
      Files.writeString(file, name.substring(name.lastIndexOf('/') + 1));
    }
  }

  @Test
  void refusesInOneLineAPropertyThatKafkaDoesNotTake() throws Exception {
    publish(2, images().toString(), "--client-property", "linger.ms=5s");
    assertThat(messages.toString().lines())
        .containsExactly(
            "tagstream publish: Invalid value 5s for configuration linger.ms: Not a number of type"
                + " LONG");
  }

  /** Publishes the images in a process of its own, which writes to a log. */
  private Process start(String jvmOption, String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                jvmOption,
                "-cp",
                System.getProperty("java.class.path"),
                Tagstream.class.getName(),
                "publish",
                images().toString(),
                "--bootstrap-servers",
                broker.bootstrapServers(),
                "--state",
                folder.resolve("state").toString()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("log").toFile())
        .start();
  }

  private String publish(int expectedExitCode, String... arguments) {
    List<String> all = new ArrayList<>(List.of("publish"));
    all.addAll(List.of(arguments));
    all.addAll(
        List.of(
            "--bootstrap-servers",
            broker.bootstrapServers(),
            "--state",
            folder.resolve("state").toString()));
    StringWriter out = new StringWriter();
    int exitCode =
        Tagstream.commandLine(new Interruption())
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(messages))
            .execute(all.toArray(String[]::new));
    assertThat(exitCode).as(messages.toString()).isEqualTo(expectedExitCode);
    return out.toString();
  }

  /** The keys of all records of the topic. */
  private List<String> ids() {
    List<TopicPartition> partitions =
        List.of(new TopicPartition(TOPIC, 0), new TopicPartition(TOPIC, 1));
    List<String> ids = new ArrayList<>();
    try (var consumer =
        new KafkaConsumer<>(
            KafkaConnection.to(broker.bootstrapServers())
                .with(Map.of("auto.offset.reset", "earliest")),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
        consumer
            .poll(Duration.ofMillis(200))
            .forEach(record -> ids.add(new String(record.key(), StandardCharsets.UTF_8)));
      }
    }
    return ids;
  }
}
