package dev.tagstream.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A real S3, S3Proxy, in a process of its own: its jar has other versions of our libraries. The
 * module that tests with it copies the jar into its target folder.
 */
public final class S3ProxyServer implements Closeable {

  /** What it calls who may use it. */
  public static final String ID = "id";

  /** Of {@link #ID}. */
  public static final String SECRET = "secret";

  /** Maven puts it there before the tests. */
  private static final Path JAR = Path.of("target/s3proxy/s3proxy.jar").toAbsolutePath();

  private static final Pattern STARTED =
      Pattern.compile("ServerConnector.*\\{127\\.0\\.0\\.1:(\\d+)");

  private final Process process;
  private final int port;

  private S3ProxyServer(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Starts it, empty, with its settings in a folder. */
  public static S3ProxyServer start(Path folder) throws IOException {
    Path settings = folder.resolve("s3proxy.properties");
    Files.write(
        settings,
        List.of(
            "s3proxy.authorization=aws-v2-or-v4",
            "s3proxy.identity=" + ID,
            "s3proxy.credential=" + SECRET,
            "s3proxy.endpoint=http://127.0.0.1:0",
            "jclouds.provider=transient",
            "jclouds.identity=any",
            "jclouds.credential=any"));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx128m",
                "-jar",
                JAR.toString(),
                "--properties",
                settings.toString())
            .redirectErrorStream(true)
            .directory(folder.toFile())
            .start();
    return new S3ProxyServer(process, port(process));
  }

  /** It takes a free port and logs which; then nobody reads its log any more. */
  private static int port(Process process) throws IOException {
    BufferedReader log = process.inputReader(UTF_8);
    StringBuilder read = new StringBuilder();
    for (String line = log.readLine(); line != null; line = log.readLine()) {
      Matcher started = STARTED.matcher(line);
      if (started.find()) {
        Thread drain = new Thread(() -> drained(log), "s3proxy-log");
        drain.setDaemon(true);
        drain.start();
        return Integer.parseInt(started.group(1));
      }
      read.append(line).append('\n');
    }
    throw new IOException("S3Proxy ended before it had a port: " + read);
  }

  private static void drained(BufferedReader log) {
    try {
      while (log.readLine() != null) {
        // so that it never waits for a reader
      }
    } catch (IOException ended) {
      // with its process
    }
  }

  public int port() {
    return port;
  }

  /** Where it answers, such as {@code http://127.0.0.1:49152}. */
  public String endpoint() {
    return "http://127.0.0.1:" + port;
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
