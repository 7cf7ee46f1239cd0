package dev.tagstream.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * A schema registry on loopback that speaks the calls of Confluent's interface which Tagstream
 * uses. It can be stopped and started again at its address.
 */
public final class TestRegistry implements AutoCloseable {

  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;
  private static final String VERSIONS = "/versions";

  private final JsonMapper json = new JsonMapper();
  private final AtomicLong lastId = new AtomicLong();
  private final Map<Long, ObjectNode> schemas = new ConcurrentHashMap<>();
  private final Map<String, List<Long>> subjects = new ConcurrentHashMap<>();
  private final Queue<String> requests = new ConcurrentLinkedQueue<>();

  private final @Nullable SSLContext tls;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer server;

  /** What a request must have in its header Authorization; empty for anything. */
  private volatile String authorization = "";

  private volatile int status;

  /** What stands in place of a registry's words, with the status; null for a registry's. */
  private volatile @Nullable String page;

  private volatile boolean refusesSchemas;

  private TestRegistry(@Nullable SSLContext tls) throws IOException {
    this.tls = tls;
    this.server = listen(0);
  }

  /** Starts a registry without schemas. */
  public static TestRegistry start() throws IOException {
    return new TestRegistry(null);
  }

  /** Starts a registry that wants a certificate of its clients. */
  public static TestRegistry start(SSLContext tls) throws IOException {
    return new TestRegistry(tls);
  }

  private HttpServer listen(int port) throws IOException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    HttpServer listening = tls == null ? HttpServer.create(address, 0) : secured(address, tls);
    listening.setExecutor(threads);
    listening.createContext("/", this::answer);
    listening.start();
    return listening;
  }

  private static HttpsServer secured(InetSocketAddress address, SSLContext tls) throws IOException {
    HttpsServer https = HttpsServer.create(address, 0);
    https.setHttpsConfigurator(
        new HttpsConfigurator(tls) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters wanted = tls.getDefaultSSLParameters();
            wanted.setNeedClientAuth(true);
            parameters.setSSLParameters(wanted);
          }
        });
    return https;
  }

  /** Where it listens. */
  public String url() {
    return "%s://localhost:%d"
        .formatted(tls == null ? "http" : "https", server.getAddress().getPort());
  }

  /** Stops listening; the schemas stay. */
  public void stop() {
    server.stop(0);
  }

  /** Listens again at the same address. */
  public void restart() throws IOException {
    server = listen(server.getAddress().getPort());
  }

  @Override
  public void close() {
    stop();
    threads.shutdownNow();
  }

  /** Adds an Avro schema as the newest of a subject and returns its id. */
  public long add(String subject, String schema) {
    return add(subject, JsonNodeFactory.instance.objectNode().put("schema", schema));
  }

  /** Adds a schema with further fields, such as references. */
  public long add(String subject, ObjectNode schema) {
    long id = lastId.incrementAndGet();
    schemas.put(id, schema);
    subjects.computeIfAbsent(subject, other -> new CopyOnWriteArrayList<>()).add(id);
    return id;
  }

  /** Adds a schema under an id of your choice, without a subject. */
  public void put(long id, ObjectNode schema) {
    schemas.put(id, schema);
  }

  /** Answers only requests with this header from now on. */
  public void require(String header) {
    authorization = header;
  }

  /** Answers every request with a status from now on; 0 for the right ones. */
  public void answerAll(int answer) {
    page = null;
    status = answer;
  }

  /** Answers every request with a status and any text from now on, as a proxy does. */
  public void answerAll(int answer, String text) {
    page = text;
    status = answer;
  }

  /** Finds every further schema incompatible. */
  public void refuseSchemas() {
    refusesSchemas = true;
  }

  /** The requests so far, such as {@code GET /schemas/ids/1}. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = URLDecoder.decode(exchange.getRequestURI().getRawPath(), UTF_8);
      requests.add(exchange.getRequestMethod() + " " + path);
      byte[] body = exchange.getRequestBody().readAllBytes();
      String given = exchange.getRequestHeaders().getFirst("Authorization");
      String text = page;
      if (text != null) {
        send(exchange, status, text);
      } else if (status != 0) {
        send(exchange, status, error(status, "told to"));
      } else if (!authorization.isEmpty() && !authorization.equals(given)) {
        send(exchange, 401, error(401, "Unauthorized"));
      } else {
        route(exchange, path, body);
      }
    }
  }

  private void route(HttpExchange exchange, String path, byte[] body) throws IOException {
    if (path.startsWith("/schemas/ids/")) {
      found(exchange, schemas.get(Long.parseLong(path.substring("/schemas/ids/".length()))));
    } else if (path.startsWith("/compatibility/")) {
      ObjectNode answer = JsonNodeFactory.instance.objectNode();
      send(exchange, OK, answer.put("is_compatible", !refusesSchemas));
    } else if (path.endsWith(VERSIONS)) {
      String subject = path.substring("/subjects/".length(), path.length() - VERSIONS.length());
      register(exchange, subject, (ObjectNode) json.readTree(body));
    } else if (path.contains(VERSIONS + "/")) {
      int end = path.indexOf(VERSIONS + "/");
      String version = path.substring(end + VERSIONS.length() + 1);
      version(exchange, path.substring("/subjects/".length(), end), version);
    } else {
      lookUp(exchange, path.substring("/subjects/".length()), json.readTree(body));
    }
  }

  private void register(HttpExchange exchange, String subject, ObjectNode body) throws IOException {
    if (refusesSchemas) {
      send(exchange, CONFLICT, error(CONFLICT, "Schema being registered is incompatible"));
      return;
    }
    send(exchange, OK, JsonNodeFactory.instance.objectNode().put("id", add(subject, body)));
  }

  private void version(HttpExchange exchange, String subject, String version) throws IOException {
    List<Long> ids = subjects.getOrDefault(subject, List.of());
    int index = version.equals("latest") ? ids.size() - 1 : Integer.parseInt(version) - 1;
    found(exchange, index < 0 || index >= ids.size() ? null : schemas.get(ids.get(index)));
  }

  private void lookUp(HttpExchange exchange, String subject, JsonNode body) throws IOException {
    for (long id : subjects.getOrDefault(subject, List.of())) {
      if (json.readTree(requireNonNull(schemas.get(id)).path("schema").asText())
          .equals(json.readTree(body.path("schema").asText()))) {
        send(exchange, OK, JsonNodeFactory.instance.objectNode().put("id", id));
        return;
      }
    }
    found(exchange, null);
  }

  private static void found(HttpExchange exchange, @Nullable JsonNode schema) throws IOException {
    if (schema == null) {
      send(exchange, NOT_FOUND, error(40_403, "Schema not found"));
    } else {
      send(exchange, OK, schema);
    }
  }

  private static ObjectNode error(int code, String message) {
    return JsonNodeFactory.instance.objectNode().put("error_code", code).put("message", message);
  }

  private static void send(HttpExchange exchange, int status, JsonNode body) throws IOException {
    send(exchange, status, body.toString());
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/vnd.schemaregistry.v1+json");
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
