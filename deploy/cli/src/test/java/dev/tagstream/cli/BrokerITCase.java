package dev.tagstream.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code tagstream broker} and {@code tagstream topics create}. */
@Timeout(180)
final class BrokerITCase {

  private static final int INTERRUPTED = 130;

  @TempDir private Path folder;

  @Test
  void keepsTheTopicsThatWereCreatedForItsNextRun() throws Exception {
    String port = freePort();
    Running first = new Running(port);
    assertThat(first.said())
        .startsWith(
            "the broker listens on 127.0.0.1:%s and keeps its topics in %s; Ctrl-C stops it"
                .formatted(port, folder.resolve("broker")));
    assertThat(topics(port)).isEqualTo("created image-events, image-tags, image-rejects\n");
    assertThat(first.stop()).isEqualTo(INTERRUPTED);

    Running second = new Running(port);
    assertThat(topics(port)).isEqualTo("all topics exist\n");
    assertThat(second.stop()).isEqualTo(INTERRUPTED);
  }

  @Test
  void createsNoTopicForTwoKindsOfRecords() {
    StringWriter out = new StringWriter();
    assertThat(createTopics(out, "1", "--tags-topic", "image-events")).isEqualTo(2);
    assertThat(out.toString())
        .startsWith(
            "tagstream topics create: images, tags and rejects need a topic each but have image-events, image-events, image-rejects;");
  }

  private static String topics(String port) {
    StringWriter out = new StringWriter();
    assertThat(createTopics(out, port, "--partitions", "2")).as(out.toString()).isZero();
    return out.toString();
  }

  private static int createTopics(StringWriter out, String port, String option, String value) {
    return execute(
        out, "topics", "create", "--bootstrap-servers", "localhost:" + port, option, value);
  }

  private static String freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0)) {
      return String.valueOf(socket.getLocalPort());
    }
  }

  private static int execute(StringWriter out, String... arguments) {
    return Tagstream.commandLine(new Interruption())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(out))
        .execute(arguments);
  }

  /** A broker in a thread of its own. */
  private final class Running {

    private final StringWriter out = new StringWriter();
    private final Thread thread;
    private volatile int exitCode = -1;

    Running(String port) {
      String kept = folder.resolve("broker").toString();
      thread =
          new Thread(() -> exitCode = execute(out, "broker", "--port", port, "--folder", kept));
      thread.start();
      await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> out.toString().contains("Ctrl-C") || !thread.isAlive());
    }

    String said() {
      return out.toString();
    }

    int stop() throws InterruptedException {
      thread.interrupt();
      thread.join();
      return exitCode;
    }
  }
}
