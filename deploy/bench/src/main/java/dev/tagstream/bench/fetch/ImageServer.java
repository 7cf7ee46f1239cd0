package dev.tagstream.bench.fetch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tagstream.bench.image.SampleImages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Serves images from memory in this process. It is always the same time until an answer begins. */
public final class ImageServer implements AutoCloseable {

  private static final int OK = 200;

  private final HttpServer server;
  private final SampleImages samples;
  private final Duration latency;
  private final ExecutorService requests = Executors.newSingleThreadExecutor();
  private final ScheduledExecutorService answers = Executors.newScheduledThreadPool(2);

  private ImageServer(HttpServer server, SampleImages samples, Duration latency) {
    this.server = server;
    this.samples = samples;
    this.latency = latency;
  }

  /**
   * Starts it on a free port of the loopback address.
   *
   * @param latency from a request to its answer
   */
  public static ImageServer start(SampleImages samples, Duration latency) throws IOException {
    // else its answers wait for a delayed acknowledgement, up to 40 ms
    System.setProperty("sun.net.httpserver.nodelay", "true");
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    ImageServer images = new ImageServer(server, samples, latency);
    server.setExecutor(images.requests);
    server.createContext("/", images::answerLater);
    server.start();
    return images;
  }

  /** What all URIs begin with: {@code http://127.0.0.1:49152/}. */
  public String place() {
    return "http://%s:%d/".formatted(host(), server.getAddress().getPort());
  }

  /** Its host, {@code 127.0.0.1}. */
  public String host() {
    return server.getAddress().getAddress().getHostAddress();
  }

  /** The URI of a sample, by its number from 0. */
  public String uri(long sample) {
    return place() + sample;
  }

  private void answerLater(HttpExchange exchange) {
    var unused = answers.schedule(() -> answer(exchange), latency.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void answer(HttpExchange exchange) {
    try (exchange) {
      long sample = Long.parseLong(exchange.getRequestURI().getPath().substring(1));
      byte[] image = samples.of(sample).encoded();
      exchange.sendResponseHeaders(OK, image.length);
      exchange.getResponseBody().write(image);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    requests.shutdownNow();
    answers.shutdownNow();
  }
}
