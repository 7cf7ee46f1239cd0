package dev.tagstream.pipeline.kafka.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagstream.embedded.TestRegistry;
import dev.tagstream.pipeline.config.RegistryConfig;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
final class RegistryConnectionTest {

  private static final RegistryConfig.Access ANYBODY =
      new RegistryConfig.Access(null, null, null, null, null);

  private TestRegistry registry;

  @BeforeEach
  void start() throws Exception {
    registry = TestRegistry.start();
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  @ParameterizedTest
  @CsvSource({
    "404, <html>default backend - 404</html>",
    "404, '{\"error_code\":404,\"message\":\"HTTP 404 Not Found\"}'",
    "200, <html>log in</html>",
    "200, {}",
    "200, '{\"schema\":\"x\"} and more'"
  })
  void takesNoOtherServersWordForARegistrys(int status, String text) {
    registry.answerAll(status, text);

    assertThatThrownBy(() -> client(registry.url()).byId(1))
        .isInstanceOf(UnusableRegistryException.class)
        .hasMessageMatching(
            "no schema registry answers \\(waited \\d+ s, last problem: %s answers %d, but not like a schema registry: its base path, such as /apis/ccompat/v7, may be missing or wrong\\); check that it runs and tagging.kafka.registry.urls"
                .formatted(registry.url(), status));
    assertThat(registry.requests()).hasSizeGreaterThan(1);
  }

  @Test
  void waitsForTheIdOfASchemaThatAnAnswerLacks() {
    registry.answerAll(200, "{}");
    Schema bytes = new Schema.Parser().parse("\"bytes\"");
    RegistryClient client = client(registry.url());

    assertThatThrownBy(() -> client.register("shots-value", bytes))
        .hasMessageStartingWith("no schema registry answers (waited ");
    assertThatThrownBy(() -> client.incompatibility("shots-value", bytes))
        .hasMessageStartingWith("no schema registry answers (waited ");
  }

  @Test
  void takesAnyJsonForTheSchemaOfAGlobalId() throws Exception {
    registry.answerAll(200, "[\"null\",\"string\"]");

    assertThat(client(registry.url() + "/apis/registry/v2").byId(1))
        .hasToString("[\"null\",\"string\"]");
    assertThat(registry.requests()).containsExactly("GET /apis/registry/v2/ids/globalIds/1");
  }

  @ParameterizedTest
  @CsvSource({"404, <html></html>", "200, <html></html>", "401, {}", "400, ''", "301, ''"})
  void asksTheNextServerAfterAWrongAnswerOrARefusal(int status, String text) throws Exception {
    try (TestRegistry next = TestRegistry.start()) {
      next.add("shots-value", "\"bytes\"");
      registry.answerAll(status, text);

      assertThat(client(registry.url(), next.url()).byId(1)).hasToString("\"bytes\"");
    }
    assertThat(registry.requests()).hasSize(1);
  }

  @Test
  void failsWithTheFirstRefusalIfNoOtherServerAnswers() throws Exception {
    try (TestRegistry next = TestRegistry.start()) {
      registry.answerAll(403);
      next.answerAll(503);

      assertThatThrownBy(() -> client(registry.url(), next.url()).byId(1))
          .hasMessage(
              "the schema registry %s denies access (403); check the user, the token or the certificate in tagging.kafka.registry"
                  .formatted(registry.url()));
      assertThat(next.requests()).hasSize(1);
    }
  }

  @Test
  void givesUpOnAnAnswerThatStopsHalfway() throws Exception {
    try (HalfServer half = new HalfServer(null)) {
      RegistryConnection connection = connection(half.url(), Duration.ofMillis(300));

      assertThatThrownBy(() -> connection.ask("/schemas/ids/1", Question.SCHEMA, null))
          .isInstanceOf(UnusableRegistryException.class)
          .hasMessageContaining(
              "last problem: %s: HttpTimeoutException, no whole answer within 300 ms)"
                  .formatted(half.url()));
      assertThat(half.hungUp.get()).isTrue();
    }
  }

  @Test
  void canBeInterruptedHalfwayThroughAnAnswer() throws Exception {
    try (HalfServer half = new HalfServer(Thread.currentThread())) {
      RegistryConnection connection = connection(half.url(), Duration.ofMinutes(10));

      assertThatThrownBy(() -> connection.ask("/schemas/ids/1", Question.SCHEMA, null))
          .isInstanceOf(InterruptedException.class);
      assertThat(half.hungUp.get()).isTrue();
    }
  }

  @Test
  void readsNoMoreThanABodyMayHave() throws Exception {
    BoundedBody fits = new BoundedBody(4);
    fits.onNext(List.of(ByteBuffer.wrap(new byte[3]), ByteBuffer.wrap(new byte[1])));
    fits.onComplete();
    assertThat(fits.getBody().toCompletableFuture().get()).hasSize(4);

    BoundedBody large = new BoundedBody(4);
    large.onNext(List.of(ByteBuffer.wrap(new byte[3]), ByteBuffer.wrap(new byte[2])));
    large.onComplete();
    assertThatThrownBy(() -> large.getBody().toCompletableFuture().get())
        .hasRootCauseMessage("an answer has more than 4 bytes");
  }

  @Test
  void sendsAnyUserAndPassword() throws Exception {
    registry.add("shots-value", "\"bytes\"");
    registry.require("Basic asO8cmdlbjrigJxzZWNyZXTigJ0=");
    RegistryConfig.Access access =
        new RegistryConfig.Access("j\u00fcrgen", "\u201csecret\u201d", null, null, null);

    assertThat(new RegistryClient(config(List.of(registry.url()), access)).byId(1))
        .hasToString("\"bytes\"");
  }

  private static RegistryClient client(String... urls) {
    return new RegistryClient(config(List.of(urls), ANYBODY));
  }

  private static RegistryConnection connection(String url, Duration timeout) {
    return new RegistryConnection(config(List.of(url), ANYBODY), timeout);
  }

  private static RegistryConfig config(List<String> urls, RegistryConfig.Access access) {
    return new RegistryConfig(urls, access, Duration.ofSeconds(1), false);
  }

  /** Sends half of each answer, and then interrupts a thread, or nobody. */
  private static final class HalfServer implements AutoCloseable {

    private final ServerSocket listening = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    private final @Nullable Thread asker;

    /** True as soon as a client has closed its connection. */
    private final CompletableFuture<Boolean> hungUp = new CompletableFuture<>();

    private final Thread thread = new Thread(this::answerAll);

    HalfServer(@Nullable Thread asker) throws IOException {
      this.asker = asker;
      thread.start();
    }

    String url() {
      return "http://localhost:" + listening.getLocalPort();
    }

    private void answerAll() {
      while (!listening.isClosed()) {
        try (Socket client = listening.accept()) {
          answerHalf(client);
          hungUp.complete(true);
        } catch (IOException closed) {
          hungUp.complete(!listening.isClosed());
        }
      }
    }

    private void answerHalf(Socket client) throws IOException {
      if (client.getInputStream().read(new byte[8192]) < 0) {
        return;
      }
      client
          .getOutputStream()
          .write("HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{\"schema\":".getBytes(UTF_8));
      if (asker != null) {
        asker.interrupt();
      }
      client.getInputStream().transferTo(OutputStream.nullOutputStream());
    }

    @Override
    public void close() throws IOException {
      listening.close();
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
