package dev.tagstream.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagstream.pipeline.config.TaggingConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The overlays, rendered, against the real schemas and the real options. */
final class ManifestsTest {

  private static final Path OVERLAYS = Path.of("overlays");

  @ParameterizedTest
  @ValueSource(strings = {"cpu", "gpu"})
  void everyManifestFollowsItsSchema(String overlay) throws Exception {
    Schemas schemas = new Schemas();
    assertThat(Manifests.rendered(OVERLAYS.resolve(overlay)))
        .extracting(manifest -> manifest.path("kind").asText())
        .containsExactly(
            "ServiceAccount",
            "Role",
            "RoleBinding",
            "PersistentVolumeClaim",
            "FlinkDeployment",
            "KafkaTopic",
            "KafkaTopic",
            "KafkaTopic",
            "PodMonitor");
    assertThat(Manifests.rendered(OVERLAYS.resolve(overlay)))
        .allSatisfy(manifest -> assertThat(schemas.problems(manifest)).isEmpty());
  }

  /** Each is a field that no schema has, in a place where one might well write it. */
  @ParameterizedTest
  @CsvSource({
    "FlinkDeployment, /spec/taskManager, replica",
    "FlinkDeployment, /spec/podTemplate/spec/securityContext, runAsNonroot",
    "FlinkDeployment, /spec/podTemplate/spec/containers/0, volumeMount",
    "FlinkDeployment, /metadata, lables",
    "PersistentVolumeClaim, /spec, storageClass",
    "Role, /rules/0, verb",
    "ServiceAccount, /metadata, lables",
    "KafkaTopic, /spec, partition",
    "PodMonitor, /spec/podMetricsEndpoints/0, intervall"
  })
  void refusesAMisspeltField(String kind, String place, String field) throws Exception {
    ObjectNode manifest = only(kind, "gpu");
    ((ObjectNode) manifest.at(place)).put(field, "x");

    assertThat(new Schemas().problems(manifest)).hasSize(1).first().asString().contains(field);
  }

  @ParameterizedTest
  @CsvSource({
    "FlinkDeployment, /spec, flinkVersion, v2_9",
    "FlinkDeployment, /spec/job, upgradeMode, safepoint",
    "FlinkDeployment, /spec/job, parallelism, many"
  })
  void refusesAValueThatIsNone(String kind, String place, String field, String value)
      throws Exception {
    ObjectNode manifest = only(kind, "cpu");
    ((ObjectNode) manifest.at(place)).put(field, value);

    assertThat(new Schemas().problems(manifest)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpu", "gpu"})
  void everySettingIsOneOfFlinksOrOfTheOperators(String overlay) throws Exception {
    JsonNode settings = only("FlinkDeployment", overlay).at("/spec/flinkConfiguration");
    List<String> keys = new ArrayList<>();
    settings.fieldNames().forEachRemaining(keys::add);

    assertThat(keys).hasSizeGreaterThan(15).filteredOn(key -> !FlinkSettings.has(key)).isEmpty();
    assertThat(FlinkSettings.has("taskmanager.numberOfTaskSlot")).isFalse();
    assertThat(FlinkSettings.has("external-resource.gpu.amounts")).isFalse();
    assertThat(FlinkSettings.has("kubernetes.operator.deployment.rollback")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpu", "gpu"})
  void theJobAcceptsItsArguments(String overlay) throws Exception {
    JsonNode deployment = only("FlinkDeployment", overlay);
    Map<String, String> arguments = new TreeMap<>();
    JsonNode given = deployment.at("/spec/job/args");
    for (int i = 0; i < given.size(); i += 2) {
      arguments.put(given.path(i).asText().substring(2), given.path(i + 1).asText());
    }
    arguments.put("tagging.model.file", environment(deployment, "TAGSTREAM_MODEL_FILE"));
    arguments.put("tagging.model.sha256", environment(deployment, "TAGSTREAM_MODEL_SHA256"));

    TaggingConfig.from(Configuration.fromMap(arguments));
  }

  @Test
  void aGpuIsOnTheMainContainerOfTaskManagersAndInNoJobManager() throws Exception {
    JsonNode deployment = only("FlinkDeployment", "gpu");
    JsonNode container = deployment.at("/spec/taskManager/podTemplate/spec/containers/0");

    assertThat(container.path("name").asText()).isEqualTo("flink-main-container");
    assertThat(container.at("/resources/limits").toString())
        .isEqualTo("{\"nvidia.com/gpu\":\"1\"}");
    assertThat(deployment.at("/spec/flinkConfiguration/external-resource.gpu.amount").asText())
        .isEqualTo("1");
    assertThat(deployment.at("/spec/jobManager").toString()).doesNotContain("nvidia");
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpu", "gpu"})
  void oneImageRunsEveryContainer(String overlay) throws Exception {
    JsonNode deployment = only("FlinkDeployment", overlay);
    List<String> images = new ArrayList<>(deployment.findValuesAsText("image"));

    assertThat(images).hasSize(3).containsOnly("registry.example.org/tagstream:0.1.0-" + overlay);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpu", "gpu"})
  void slotsTopicsAndMemoryFitTogether(String overlay) throws Exception {
    JsonNode deployment = only("FlinkDeployment", overlay);
    int slots = deployment.at("/spec/flinkConfiguration/taskmanager.numberOfTaskSlots").asInt();
    int parallelism = deployment.at("/spec/job/parallelism").asInt();
    int cores = deployment.at("/spec/taskManager/resource/cpu").asInt();
    int gpus = deployment.at("/spec/flinkConfiguration/external-resource.gpu.amount").asInt();
    int partitions = only("KafkaTopic", overlay).at("/spec/partitions").asInt();

    assertThat(slots).isEqualTo(cores + 2 * gpus);
    assertThat(parallelism % slots).isZero();
    assertThat(partitions).isGreaterThanOrEqualTo(parallelism);
  }

  private static String environment(JsonNode deployment, String name) {
    for (JsonNode variable : deployment.at("/spec/podTemplate/spec/containers/0/env")) {
      if (variable.path("name").asText().equals(name)) {
        return variable.path("value").asText();
      }
    }
    throw new AssertionError("the main container has no " + name);
  }

  /** The first manifest of a kind. */
  private static ObjectNode only(String kind, String overlay) throws Exception {
    return Manifests.rendered(OVERLAYS.resolve(overlay)).stream()
        .filter(manifest -> manifest.path("kind").asText().equals(kind))
        .findFirst()
        .orElseThrow();
  }
}
