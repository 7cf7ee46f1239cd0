package dev.tagstream.pipeline.objects.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** A real S3, S3Proxy, in a process of its own: its jar has other versions of our libraries. */
final class S3ProxyServer implements Closeable {

  static final String ID = "id";
  static final String SECRET = "secret";

  /** Maven puts it there before the tests. */
  private static final Path JAR = Path.of("target/s3proxy/s3proxy.jar").toAbsolutePath();

  private static final Pattern STARTED =
      Pattern.compile("ServerConnector.*\\{127\\.0\\.0\\.1:(\\d+)");

  private final Process process;
  private final int port;
  private final S3Client client;

  private S3ProxyServer(Process process, int port) {
    this.process = process;
    this.port = port;
    this.client =
        S3Client.builder()
            .endpointOverride(URI.create("http://127.0.0.1:" + port))
            .forcePathStyle(true)
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create(ID, SECRET)))
            .httpClient(UrlConnectionHttpClient.create())
            .build();
  }

  static S3ProxyServer start(Path folder) throws IOException {
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

  int port() {
    return port;
  }

  S3Client client() {
    return client;
  }

  @Override
  public void close() throws IOException {
    client.close();
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
