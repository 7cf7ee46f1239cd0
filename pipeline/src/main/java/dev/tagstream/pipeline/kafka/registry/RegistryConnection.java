package dev.tagstream.pipeline.kafka.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.tagstream.pipeline.config.RegistryConfig;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Base64;
import java.util.Set;
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
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final int MAX_BODY_BYTES = 8 << 20;
  private static final String JSON = "application/vnd.schemaregistry.v1+json";
  private static final Set<Integer> MEANINGFUL = Set.of(200, 404, 409, 422);
  private static final Set<Integer> DENIED = Set.of(401, 403);
  private static final Set<Integer> LATER = Set.of(408, 429);
  private static final int FIRST_SERVER_ERROR = 500;

  private final JsonMapper json = new JsonMapper();
  private final RegistryConfig config;
  private final HttpClient http;

  RegistryConnection(RegistryConfig config) {
    this.config = config;
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

  /**
   * Sends a request.
   *
   * @param path with its slash, the same on every server
   * @param body in JSON, to be posted; null to get
   * @throws UnusableRegistryException if no server answers in time, or one refuses for good
   */
  RegistryAnswer ask(String path, @Nullable JsonNode body) throws InterruptedException {
    long startNanos = System.nanoTime();
    Duration pause = FIRST_PAUSE;
    while (true) {
      String problem = "";
      for (String url : config.urls()) {
        try {
          RegistryAnswer answer = askOnce(url, path, body);
          if (MEANINGFUL.contains(answer.status())) {
            return answer;
          }
          problem = "%s answers %d".formatted(url, answer.status());
          requireTemporary(answer);
        } catch (IOException e) {
          problem = "%s: %s".formatted(url, reason(e));
        }
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

  private RegistryAnswer askOnce(String url, String path, @Nullable JsonNode body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + path))
            .timeout(REQUEST_TIMEOUT)
            .header("Accept", JSON + ", application/json");
    String authorization = authorization(config.access());
    if (authorization != null) {
      request.header("Authorization", authorization);
    }
    if (body != null) {
      request.header("Content-Type", JSON);
      request.POST(HttpRequest.BodyPublishers.ofString(body.toString()));
    }
    HttpResponse<InputStream> response = http.send(request.build(), BodyHandlers.ofInputStream());
    try (InputStream content = response.body()) {
      byte[] bytes = content.readNBytes(MAX_BODY_BYTES + 1);
      if (bytes.length > MAX_BODY_BYTES) {
        throw new IOException("an answer has more than %d bytes".formatted(MAX_BODY_BYTES));
      }
      return new RegistryAnswer(url, response.statusCode(), parsed(bytes));
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

  private static void requireTemporary(RegistryAnswer answer) {
    if (DENIED.contains(answer.status())) {
      throw new UnusableRegistryException(
          "the schema registry %s denies access (%d); check the user, the token or the certificate in tagging.kafka.registry"
              .formatted(answer.url(), answer.status()));
    }
    if (answer.status() < FIRST_SERVER_ERROR && !LATER.contains(answer.status())) {
      throw new UnusableRegistryException(
          "%s does not answer like a schema registry (status %d); check tagging.kafka.registry.urls"
              .formatted(answer.url(), answer.status()));
    }
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
