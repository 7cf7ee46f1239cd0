package dev.tagstream.cli.page;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tagstream.console.UserErrorException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Serves a board to browsers: a page at {@code /}, and what is new at {@code /latest.json}. */
public final class LivePage implements AutoCloseable {

  private static final int THREADS = 4;
  private static final int OK = 200;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int METHOD_NOT_ALLOWED = 405;

  private static final Pattern AFTER = Pattern.compile("after=(\\d{1,18})");

  private final LiveBoard board;
  private final byte[] html = PageTemplate.live().whole().getBytes(StandardCharsets.UTF_8);
  private final HttpServer server;
  private final ExecutorService threads;

  private LivePage(LiveBoard board, HttpServer server) {
    this.board = board;
    this.server = server;
    this.threads =
        Executors.newFixedThreadPool(
            THREADS,
            work -> {
              Thread thread = new Thread(work, "page");
              thread.setDaemon(true);
              return thread;
            });
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /**
   * Begins to serve.
   *
   * @param address port 0 stands for any that is free
   * @throws UserErrorException if something else listens there, or this machine does not have it
   */
  public static LivePage open(InetSocketAddress address, LiveBoard board) {
    try {
      return new LivePage(board, HttpServer.create(address, 0));
    } catch (IOException e) {
      throw new UserErrorException(
          "no page can be served at %s port %d: %s; choose another --port or --listen"
              .formatted(address.getHostString(), address.getPort(), e.getMessage()));
    }
  }

  /** Where a browser finds the page. */
  public URI address() {
    InetAddress host = server.getAddress().getAddress();
    String name =
        host.getAddress().length == 4 ? host.getHostAddress() : "[" + host.getHostAddress() + "]";
    return URI.create("http://%s:%d/".formatted(name, server.getAddress().getPort()));
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      if (!isMeant(exchange.getRequestHeaders().getFirst("Host"))) {
        send(exchange, FORBIDDEN, "text/plain", bytes("this page has another address\n"));
      } else if (!exchange.getRequestMethod().equals("GET")) {
        send(exchange, METHOD_NOT_ALLOWED, "text/plain", bytes("this page is only read\n"));
      } else if (path.equals("/")) {
        send(exchange, OK, "text/html", html);
      } else if (path.equals("/latest.json")) {
        String json = board.json(after(exchange.getRequestURI().getQuery()));
        send(exchange, OK, "application/json", bytes(json));
      } else {
        send(exchange, NOT_FOUND, "text/plain", bytes("there is a page at /\n"));
      }
    }
  }

  /**
   * Whether a request names this server. Another name that leads here, as a hostile site may give
   * its own, would let that site read the images.
   */
  private boolean isMeant(@Nullable String host) {
    InetSocketAddress own = server.getAddress();
    return !own.getAddress().isLoopbackAddress()
        || Set.of(address().getAuthority(), "localhost:" + own.getPort()).contains(host);
  }

  private static long after(@Nullable String query) {
    Matcher number = AFTER.matcher(query == null ? "" : query);
    return number.matches() ? Long.parseLong(number.group(1)) : 0;
  }

  private static void send(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Type", type + "; charset=utf-8");
    headers.set("Cache-Control", "no-store");
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("X-Frame-Options", "DENY");
    headers.set("Cross-Origin-Resource-Policy", "same-origin");
    headers.set("Content-Security-Policy", "frame-ancestors 'none'");
    exchange.sendResponseHeaders(status, body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
