package dev.tagstream.embedded;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A real schema registry, Apicurio, in a process of its own, which needs Java 21 or newer. The
 * profile {@code registry} of the module that tests with it unpacks it into its target folder. It
 * keeps its schemas in a folder, so it can be killed and started again at its address.
 */
public final class ApicurioServer implements Closeable {

  /** Maven puts it there before the tests. */
  private static final Path JAR = Path.of("target/apicurio/quarkus-run.jar").toAbsolutePath();

  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private final Path java;
  private final Path folder;
  private final int port;
  private Process process;

  private ApicurioServer(Path java, Path folder, int port) throws IOException {
    this.java = java;
    this.folder = folder;
    this.port = port;
    this.process = launch();
  }

  /**
   * Starts it without schemas and waits until it answers.
   *
   * @param java the command of a Java 21 or newer
   * @param folder where it keeps its schemas and its log
   */
  public static ApicurioServer start(Path java, Path folder)
      throws IOException, InterruptedException {
    ApicurioServer server = new ApicurioServer(java, folder, freePort());
    server.awaitAnswer();
    return server;
  }

  /** Kills it. */
  public void stop() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Starts it again with its schemas, at the same address, and waits until it answers. */
  public void restart() throws IOException, InterruptedException {
    process = launch();
    awaitAnswer();
  }

  /** Where it speaks Confluent's interface. */
  public String url() {
    return "http://localhost:%d/apis/ccompat/v7".formatted(port);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private Process launch() throws IOException {
    return new ProcessBuilder(
            java.toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx256m",
            "-Dquarkus.http.host=localhost",
            "-Dquarkus.http.port=" + port,
            "-Dquarkus.management.host=localhost",
            "-Dquarkus.management.port=0",
            "-Dapicurio.datasource.jdbc.initial-size=2",
            "-Dapicurio.datasource.jdbc.min-size=2",
            "-Dapicurio.datasource.url=jdbc:h2:file:" + folder.resolve("schemas"),
            "-jar",
            JAR.toString())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
        .directory(folder.toFile())
        .start();
  }

  private Path log() {
    return folder.resolve("apicurio.log");
  }

  private void awaitAnswer() throws IOException, InterruptedException {
    HttpClient http = HttpClient.newHttpClient();
    HttpRequest request = HttpRequest.newBuilder(URI.create(url() + "/subjects")).build();
    long endNanos = System.nanoTime() + PATIENCE.toNanos();
    while (!answers(http, request)) {
      if (process.waitFor(1, SECONDS) || System.nanoTime() - endNanos > 0) {
        close();
        throw new IOException("Apicurio does not start: " + Files.readString(log()));
      }
    }
  }

  private static boolean answers(HttpClient http, HttpRequest request) throws InterruptedException {
    try {
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException starting) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    try {
      stop();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
