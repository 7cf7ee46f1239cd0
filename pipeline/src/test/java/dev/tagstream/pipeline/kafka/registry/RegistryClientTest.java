package dev.tagstream.pipeline.kafka.registry;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagstream.embedded.TestRegistry;
import dev.tagstream.pipeline.config.RegistryConfig;
import dev.tagstream.pipeline.config.TaggingConfig;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class RegistryClientTest {

  private static final String SHOT =
      "{\"type\":\"record\",\"name\":\"Shot\",\"fields\":[{\"name\":\"picture\",\"type\":\"bytes\"}]}";

  private final AtomicLong nanos = new AtomicLong();

  private TestRegistry registry;

  @BeforeEach
  void start() throws Exception {
    registry = TestRegistry.start();
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  @Test
  void asksForAnIdOnceHoweverManyThreadsWantIt() throws Exception {
    long id = registry.add("shots-value", SHOT);
    SchemaCache cache = cache(Map.of());
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      Callable<Schema> find = () -> cache.find(id);
      List<Future<Schema>> found = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        found.add(threads.submit(find));
      }
      for (Future<Schema> schema : found) {
        assertThat(schema.get()).hasToString(SHOT);
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(registry.requests()).containsExactly("GET /schemas/ids/1");
  }

  @Test
  void believesForThirtySecondsThatAnIdIsMissing() throws Exception {
    SchemaCache cache = cache(Map.of());
    String detail = "the schema registry has no schema with the id 1 (it answers 404)";

    assertThatThrownBy(() -> cache.find(1)).hasMessage(detail);
    registry.add("shots-value", SHOT);
    nanos.addAndGet(29_999_999_999L);
    assertThatThrownBy(() -> cache.find(1)).hasMessage(detail);
    assertThat(registry.requests()).hasSize(1);

    nanos.addAndGet(1);
    assertThat(cache.find(1)).hasToString(SHOT);
    assertThat(registry.requests()).hasSize(2);
  }

  @Test
  void asksForNoIdThatNoRegistryHas() throws Exception {
    SchemaCache cache = cache(Map.of());

    assertThatThrownBy(() -> cache.find(-1)).hasMessage("no schema registry has the id -1");
    assertThat(registry.requests()).isEmpty();
  }

  @Test
  void needsNoRegistryForWhatItHasSeen() throws Exception {
    SchemaCache cache = cache(Map.of());
    cache.add(7, new Schema.Parser().parse(SHOT));
    registry.stop();

    assertThat(cache.find(7)).hasToString(SHOT);
  }

  @Test
  void sharesTheSchemasOfARegistryInAProcess() throws Exception {
    RegistryConfig config = config(Map.of());
    try (SchemaCache first = SchemaCache.open(config);
        SchemaCache second = SchemaCache.open(config(Map.of()))) {
      assertThat(second).isSameAs(first);
    }
    try (SchemaCache later = SchemaCache.open(config)) {
      registry.add("shots-value", SHOT);
      assertThat(later.find(1)).hasToString(SHOT);
    }
  }

  @Test
  void waitsForARegistryThatComesBackAndTriesTheNextServer() throws Exception {
    registry.add("shots-value", SHOT);
    SchemaCache cache = cache(Map.of("urls", "http://localhost:1;" + registry.url()));
    registry.answerAll(503);
    Thread again = new Thread(() -> awaitRequests(2).answerAll(0));
    again.start();

    assertThat(cache.find(1)).hasToString(SHOT);
    again.join();
    assertThat(registry.requests()).hasSizeGreaterThan(1);
  }

  private TestRegistry awaitRequests(int count) {
    while (registry.requests().size() < count) {
      Thread.onSpinWait();
    }
    return registry;
  }

  @Test
  void failsInOneLineWhenNoServerAnswers() throws Exception {
    registry.answerAll(503);
    SchemaCache cache = cache(Map.of());

    assertThatThrownBy(() -> cache.find(1))
        .isInstanceOf(UnusableRegistryException.class)
        .hasMessageMatching(
            "no schema registry answers \\(waited \\d+ s, last problem: %s answers 503\\); check that it runs and tagging.kafka.registry.urls"
                .formatted(registry.url()));
  }

  @Test
  void provesWhoItIsAndRepeatsNoSecretWhenItIsDenied() throws Exception {
    registry.add("shots-value", SHOT);
    registry.require("Basic dXNlcjpzZWNyZXQ=");
    assertThat(cache(Map.of("username", "user", "password", "secret")).find(1)).hasToString(SHOT);
    registry.require("Bearer secret-token");
    assertThat(cache(Map.of("token", "secret-token")).find(1)).hasToString(SHOT);

    SchemaCache denied = cache(Map.of("token", "wrong-token"));

    assertThatThrownBy(() -> denied.find(1))
        .isInstanceOf(UnusableRegistryException.class)
        .hasMessage(
            "the schema registry %s denies access (401); check the user, the token or the certificate in tagging.kafka.registry"
                .formatted(registry.url()));
    assertThat(
            config(
                Map.of(
                    "username",
                    "user",
                    "password",
                    "secret",
                    "keystore",
                    "/a",
                    "keystore-password",
                    "hidden")))
        .asString()
        .contains("user", "/a")
        .doesNotContain("secret", "hidden");
  }

  @Test
  void readsSchemasThatReferToOthers() throws Exception {
    registry.add(
        "lens-value", "{\"type\":\"record\",\"name\":\"Lens\",\"namespace\":\"a\",\"fields\":[]}");
    String shot =
        "{\"type\":\"record\",\"name\":\"Shot\",\"fields\":[{\"name\":\"lens\",\"type\":\"a.Lens\"}]}";
    ObjectNode schema = new JsonMapper().createObjectNode().put("schema", shot);
    schema
        .putArray("references")
        .addObject()
        .put("name", "a.Lens")
        .put("subject", "lens-value")
        .put("version", 1);
    long id = registry.add("shots-value", schema);

    assertThat(cache(Map.of()).find(id).getField("lens").schema().getFullName())
        .isEqualTo("a.Lens");
  }

  @Test
  void saysWhatIsNotAvro() throws Exception {
    registry.put(
        3, new JsonMapper().createObjectNode().put("schemaType", "PROTOBUF").put("schema", "x"));
    registry.put(4, new JsonMapper().createObjectNode().put("schema", "{\"type\":\"recrd\"}"));
    registry.put(
        5,
        new JsonMapper()
            .createObjectNode()
            .put("schema", "{\"type\":\"fixed\",\"name\":\"Hash\",\"size\":-1}"));
    registry.put(6, new JsonMapper().createObjectNode().put("schema", "{\"type\":null}"));
    SchemaCache cache = cache(Map.of());

    assertThatThrownBy(() -> cache.find(3))
        .isInstanceOf(MissingSchemaException.class)
        .hasMessage("the schema with the id 3 is PROTOBUF, not Avro");
    for (int id = 4; id <= 6; id++) {
      int malformed = id;
      assertThatThrownBy(() -> cache.find(malformed))
          .isInstanceOf(MissingSchemaException.class)
          .hasMessageStartingWith("the schema with the id %d is not valid: ".formatted(malformed))
          .hasMessageNotContaining("\n");
    }
  }

  @Test
  void saysWhatIsNoRegistry() throws Exception {
    registry.answerAll(301);

    assertThatThrownBy(() -> cache(Map.of()).find(1))
        .isInstanceOf(UnusableRegistryException.class)
        .hasMessage(
            "%s does not answer like a schema registry (status 301); check tagging.kafka.registry.urls"
                .formatted(registry.url()));
  }

  private SchemaCache cache(Map<String, String> settings) {
    return new SchemaCache(config(settings), nanos::get);
  }

  private RegistryConfig config(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>();
    all.put("tagging.model.file", "model.onnx");
    all.put("tagging.kafka.registry.urls", registry.url() + "/");
    all.put("tagging.kafka.registry.max-wait", "2 s");
    settings.forEach((key, value) -> all.put("tagging.kafka.registry." + key, value));
    return requireNonNull(TaggingConfig.withoutTopics(all).kafka().format().registry());
  }
}
