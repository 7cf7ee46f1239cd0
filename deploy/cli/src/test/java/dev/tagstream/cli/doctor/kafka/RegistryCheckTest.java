package dev.tagstream.cli.doctor.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.cli.doctor.check.Finding;
import dev.tagstream.cli.doctor.check.Findings;
import dev.tagstream.embedded.TestRegistry;
import dev.tagstream.pipeline.config.TaggingConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RegistryCheckTest {

  @Test
  void saysNothingWithoutARegistry() throws Exception {
    assertThat(found(Map.of())).isEmpty();
  }

  @Test
  void registersNothingAndTellsWhatIsMissing() throws Exception {
    try (TestRegistry registry = TestRegistry.start()) {
      Map<String, String> settings =
          Map.of(
              "registry.urls", registry.url(),
              "registry.max-wait", "1 s",
              "framing.tags", "confluent");

      assertThat(found(settings))
          .containsExactly(
              "failure  registry     the schema registry does not have this version of ImageTags"
                  + " under the subject 'image-tags-value'; register it, or set"
                  + " tagging.kafka.registry.register to true");
      Map<String, String> registering = new HashMap<>(settings);
      registering.put("registry.register", "true");
      assertThat(found(registering))
          .containsExactly(
              "ok       registry     %s answers, and has or takes what the job needs"
                  .formatted(registry.url()));
      assertThat(registry.requests()).noneMatch(request -> request.endsWith("-value/versions"));
    }
  }

  private static List<String> found(Map<String, String> settings) throws Exception {
    Map<String, String> all = new HashMap<>();
    all.put("tagging.model.file", "model.onnx");
    settings.forEach((key, value) -> all.put("tagging.kafka." + key, value));
    Findings findings = new Findings(finding -> {});
    new RegistryCheck(TaggingConfig.withoutTopics(all).kafka()).examine(findings);
    return findings.all().stream().map(Finding::line).toList();
  }
}
