package dev.tagstream.export.source;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A server's response, with its body in chunks. Unlike the JDK's stream, waiting for the next chunk
 * ends when the thread is interrupted, or after a time without data.
 */
final class Response implements Flow.Subscriber<List<ByteBuffer>>, AutoCloseable {

  /**
   * An event of the connection.
   *
   * @param pieces the received chunks; null at the end
   * @param failure the cause if the connection broke off; otherwise null
   */
  private record Signal(@Nullable List<ByteBuffer> pieces, @Nullable Throwable failure) {}

  private final HttpResponse<Flow.Publisher<List<ByteBuffer>>> head;
  private final Duration patience;
  private final LinkedBlockingQueue<Signal> signals = new LinkedBlockingQueue<>();

  /** Set by onSubscribe, before any other callback. */
  private volatile Subscription subscription;

  private Response(HttpResponse<Flow.Publisher<List<ByteBuffer>>> head, Duration patience) {
    this.head = head;
    this.patience = patience;
  }

  /**
   * Sends a request and waits for the header of the response.
   *
   * @param patience the longest time without data
   */
  static Response to(HttpRequest request, HttpClient client, Duration patience)
      throws IOException, InterruptedException {
    HttpResponse<Flow.Publisher<List<ByteBuffer>>> head =
        client.send(request, BodyHandlers.ofPublisher());
    Response response = new Response(head, patience);
    head.body().subscribe(response);
    return response;
  }

  int status() {
    return head.statusCode();
  }

  Optional<String> header(String name) {
    return head.headers().firstValue(name);
  }

  /**
   * Waits for more data.
   *
   * @return the next chunks; empty at the end
   * @throws IOException if the connection broke off, or no data arrives in time
   */
  List<ByteBuffer> next() throws IOException, InterruptedException {
    subscription.request(1);
    Signal signal = signals.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
    if (signal == null) {
      throw new IOException("no data came for %d ms".formatted(patience.toMillis()));
    }
    if (signal.failure() != null) {
      throw new IOException(signal.failure().getMessage(), signal.failure());
    }
    return signal.pieces() == null ? List.of() : signal.pieces();
  }

  @Override
  public void onSubscribe(Subscription granted) {
    subscription = granted;
  }

  @Override
  public void onNext(List<ByteBuffer> pieces) {
    signals.add(new Signal(requireNonNull(pieces), null));
  }

  @Override
  public void onError(Throwable failure) {
    signals.add(new Signal(null, failure));
  }

  @Override
  public void onComplete() {
    signals.add(new Signal(null, null));
  }

  @Override
  public void close() {
    subscription.cancel();
  }
}
