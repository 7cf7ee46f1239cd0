package dev.tagstream.pipeline.kafka.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.tagstream.pipeline.config.RegistryConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends requests to the servers of a registry, one after the other, until one answers. While none
 * does, it waits longer and longer, up to a limit.
 */
final class RegistryConnection {

  private static final Logger LOG = LoggerFactory.getLogger(RegistryConnection.class);

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration EXCHANGE_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final int MAX_BODY_BYTES = 8 << 20;

  /** Part of the URLs of Apicurio's own interface. */
  private static final String APICURIO = "/apis/registry/";

  private static final String JSON = "application/vnd.schemaregistry.v1+json";
  private static final Set<Integer> DENIED = Set.of(401, 403);
  private static final Set<Integer> LATER = Set.of(408, 429);
  private static final int FIRST_SERVER_ERROR = 500;

  private final JsonMapper json =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
  private final RegistryConfig config;
  private final Duration exchangeTimeout;
  private final HttpClient http;

  RegistryConnection(RegistryConfig config) {
    this(config, EXCHANGE_TIMEOUT);
  }

  /** A connection whose every request has its whole answer within a time. */
  RegistryConnection(RegistryConfig config, Duration exchangeTimeout) {
    this.config = config;
    this.exchangeTimeout = exchangeTimeout;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            // a redirect could take the password to another host
            .followRedirects(HttpClient.Redirect.NEVER);
    RegistryTls.context(config.access()).ifPresent(builder::sslContext);
    this.http = builder.build();
  }

  RegistryConfig config() {
    return config;
  }

  /** Whether the servers speak Apicurio's own interface, which knows schemas by global ids. */
  boolean hasGlobalIds() {
    return config.urls().get(0).contains(APICURIO);
  }

  /**
   * Sends a request.
   *
   * @param path with its slash, the same on every server
   * @param question what is asked for
   * @param body in JSON, to be posted; null to get
   * @throws UnusableRegistryException if no server answers in time, or one refuses for good and no
   *     other answers
   */
  RegistryAnswer ask(String path, Question question, @Nullable JsonNode body)
      throws InterruptedException {
    long startNanos = System.nanoTime();
    Duration pause = FIRST_PAUSE;
    while (true) {
      String problem;
      try {
        return askEach(path, question, body);
      } catch (IOException e) {
        problem = String.valueOf(e.getMessage());
      }
      Duration waited = Duration.ofNanos(System.nanoTime() - startNanos);
      if (waited.plus(pause).compareTo(config.maxWait()) > 0) {
        throw new UnusableRegistryException(
            "no schema registry answers (waited %d s, last problem: %s); check that it runs and tagging.kafka.registry.urls"
                .formatted(waited.toSeconds(), problem));
      }
      LOG.warn("waiting for the schema registry: {}", problem);
      Thread.sleep(pause.toMillis());
      pause = pause.multipliedBy(2);
      pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }
  }

  /**
   * Asks one server after the other, once.
   *
   * @throws IOException if none answers; its message tells the problem of each, in one line
   * @throws UnusableRegistryException if none answers, and one refuses for good
   */
  private RegistryAnswer askEach(String path, Question question, @Nullable JsonNode body)
      throws IOException, InterruptedException {
    List<String> problems = new ArrayList<>();
    List<UnusableRegistryException> refusals = new ArrayList<>();
    for (String url : config.urls()) {
      try {
        RegistryAnswer answer = askOnce(url, path, body);
        if (answer.isWordOfRegistry(question)) {
          return answer;
        }
        problems.add(problem(answer));
        refusal(answer).ifPresent(refusals::add);
      } catch (IOException e) {
        problems.add("%s: %s".formatted(url, reason(e)));
      }
    }
    if (!refusals.isEmpty()) {
      throw refusals.get(0);
    }
    throw new IOException(String.join("; ", problems));
  }

  private RegistryAnswer askOnce(String url, String path, @Nullable JsonNode body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + path))
            .header("Accept", JSON + ", application/json");
    String authorization = authorization(config.access());
    if (authorization != null) {
      request.header("Authorization", authorization);
    }
    if (body != null) {
      request.header("Content-Type", JSON);
      request.POST(HttpRequest.BodyPublishers.ofString(body.toString()));
    }
    HttpResponse<byte[]> response = send(request.build());
    return new RegistryAnswer(url, response.statusCode(), parsed(response.body()));
  }

  /** Ends the whole exchange in time: a timeout of the request would end with the headers. */
  private HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<byte[]>> exchange =
        http.sendAsync(request, headers -> new BoundedBody(MAX_BODY_BYTES));
    try {
      return exchange.get(exchangeTimeout.toMillis(), MILLISECONDS);
    } catch (TimeoutException e) {
      throw new HttpTimeoutException(
          "no whole answer within %d ms".formatted(exchangeTimeout.toMillis()));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw new IllegalStateException("the HTTP client failed", e);
    } finally {
      exchange.cancel(true);
    }
  }

  private JsonNode parsed(byte[] bytes) throws IOException {
    try {
      JsonNode node = json.readTree(bytes);
      return node == null ? MissingNode.getInstance() : node;
    } catch (JacksonException notJson) {
      return MissingNode.getInstance();
    }
  }

  private static String problem(RegistryAnswer answer) {
    String hint =
        answer.isMeaningful()
            ? ", but not like a schema registry: its base path, such as /apis/ccompat/v7, may be"
                + " missing or wrong"
            : "";
    return "%s answers %d%s".formatted(answer.url(), answer.status(), hint);
  }

  /** What no repetition would change; empty if a later answer may be another one. */
  private static Optional<UnusableRegistryException> refusal(RegistryAnswer answer) {
    if (DENIED.contains(answer.status())) {
      return Optional.of(
          new UnusableRegistryException(
              "the schema registry %s denies access (%d); check the user, the token or the certificate in tagging.kafka.registry"
                  .formatted(answer.url(), answer.status())));
    }
    if (answer.isMeaningful()
        || answer.status() >= FIRST_SERVER_ERROR
        || LATER.contains(answer.status())) {
      return Optional.empty();
    }
    return Optional.of(
        new UnusableRegistryException(
            "%s does not answer like a schema registry (status %d); check tagging.kafka.registry.urls"
                .formatted(answer.url(), answer.status())));
  }

  private static @Nullable String authorization(RegistryConfig.Access access) {
    if (access.token() != null) {
      return "Bearer " + access.token();
    }
    if (access.username() != null) {
      byte[] pair = (access.username() + ":" + access.password()).getBytes(UTF_8);
      return "Basic " + Base64.getEncoder().encodeToString(pair);
    }
    return null;
  }

  private static String reason(IOException e) {
    String message = e.getMessage();
    String name = e.getClass().getSimpleName();
    return message == null ? name : name + ", " + message.lines().findFirst().orElse("");
  }
}
