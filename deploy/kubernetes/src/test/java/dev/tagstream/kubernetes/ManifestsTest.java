package dev.tagstream.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagstream.pipeline.config.TaggingConfig;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The overlays, rendered by kustomize, against the real schemas and the real options. */
final class ManifestsTest {

  private static final Path OVERLAYS = Path.of("overlays");

  /** The overlay for GPUs with every component. */
  private static final Path ALL = Path.of("src/test/kustomize/all");

  @ParameterizedTest
  @CsvSource({
    "overlays/cpu, ServiceAccount Role RoleBinding PersistentVolumeClaim PodDisruptionBudget FlinkDeployment NetworkPolicy",
    "overlays/gpu, ServiceAccount Role RoleBinding PersistentVolumeClaim PodDisruptionBudget FlinkDeployment NetworkPolicy",
    "overlays/s3, ServiceAccount Role RoleBinding PodDisruptionBudget FlinkDeployment NetworkPolicy",
    "overlays/gcs, ServiceAccount Role RoleBinding PodDisruptionBudget FlinkDeployment NetworkPolicy",
    "overlays/abfs, ServiceAccount Role RoleBinding PodDisruptionBudget FlinkDeployment NetworkPolicy",
    "src/test/kustomize/all, ServiceAccount Role RoleBinding PriorityClass PersistentVolumeClaim PodDisruptionBudget FlinkDeployment KafkaTopic KafkaTopic KafkaTopic PodMonitor NetworkPolicy"
  })
  void everyManifestFollowsItsSchema(Path folder, String kinds) throws Exception {
    Schemas schemas = new Schemas();
    List<ObjectNode> manifests = Manifests.rendered(folder);

    assertThat(manifests)
        .extracting(manifest -> manifest.path("kind").asText())
        .containsExactly(kinds.split(" "));
    assertThat(manifests).allSatisfy(manifest -> assertThat(schemas.problems(manifest)).isEmpty());
  }

  /** The operator labels the pods: app is the name of the FlinkDeployment. */
  @Test
  void budgetAndNetworkPolicySelectThePodsOfTheJob() throws Exception {
    assertThat(only("NetworkPolicy", OVERLAYS.resolve("cpu")).at("/spec/podSelector/matchLabels"))
        .hasToString("{\"app\":\"tagstream\"}");
    assertThat(
            only("PodDisruptionBudget", OVERLAYS.resolve("cpu")).at("/spec/selector/matchLabels"))
        .hasToString("{\"app\":\"tagstream\",\"component\":\"taskmanager\"}");
    assertThat(deployment("cpu").at("/metadata/name").asText()).isEqualTo("tagstream");
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpu", "gpu", "s3"})
  void everyContainerOfTheJobIsProbedAndEveryInitContainerHasResources(String overlay)
      throws Exception {
    for (String role : List.of("jobManager", "taskManager")) {
      JsonNode pod = deployment(overlay).at("/spec/" + role + "/podTemplate/spec");
      assertThat(pod.at("/containers/0/name").asText()).isEqualTo("flink-main-container");
      assertThat(pod.at("/containers/0").has("startupProbe")).isTrue();
      assertThat(pod.at("/containers/0").has("livenessProbe")).isTrue();
      for (String resource : List.of("/requests/cpu", "/requests/memory", "/limits/memory")) {
        assertThat(pod.at("/initContainers/0/resources" + resource).isMissingNode()).isFalse();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "s3, s3://tagstream-state.example/, eks.amazonaws.com/role-arn",
    "gcs, gs://tagstream-state.example/, iam.gke.io/gcp-service-account",
    "abfs, abfss://tagstream@example.dfs.core.windows.net/, ''"
  })
  void withABucketNothingIsOnAVolumeThatPodsShare(String overlay, String bucket, String identity)
      throws Exception {
    JsonNode deployment = deployment(overlay);
    for (String setting :
        List.of(
            "high-availability.storageDir",
            "execution.checkpointing.dir",
            "execution.checkpointing.savepoint-dir")) {
      assertThat(deployment.at("/spec/flinkConfiguration").path(setting).asText())
          .startsWith(bucket);
    }
    assertThat(deployment.toString()).doesNotContain("persistentVolumeClaim", "file:///");
    List<String> annotations = new ArrayList<>();
    only("ServiceAccount", OVERLAYS.resolve(overlay))
        .at("/metadata/annotations")
        .fieldNames()
        .forEachRemaining(annotations::add);
    assertThat(String.join(" ", annotations)).isEqualTo(identity);
  }

  @Test
  void aSecretWithKafkasPasswordsReachesTheJobAndTheDoctors() throws Exception {
    JsonNode deployment = only("FlinkDeployment", ALL);
    String file = "/etc/tagstream/kafka/tagstream.properties";

    assertThat(deployment.at("/spec/job/args").toString())
        .contains("\"--config\",\"%s\"".formatted(file));
    for (String role : List.of("jobManager", "taskManager")) {
      JsonNode doctor = deployment.at("/spec/" + role + "/podTemplate/spec/initContainers/0");
      assertThat(doctor.path("args").toString()).contains(file);
      assertThat(doctor.path("volumeMounts").findValuesAsText("mountPath"))
          .contains("/etc/tagstream/kafka");
    }
    Properties example = new Properties();
    try (Reader reader =
        Files.newBufferedReader(Path.of("components/kafka-secret/tagstream.properties.example"))) {
      example.load(reader);
    }
    Map<String, String> options = new TreeMap<>();
    example.stringPropertyNames().forEach(name -> options.put(name, example.getProperty(name)));
    options.put("tagging.model.file", "model.onnx");
    options.put("tagging.kafka.bootstrap-servers", "broker:9092");
    TaggingConfig.from(Configuration.fromMap(options));
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
    "NetworkPolicy, /spec/ingress/1/ports/0, prot",
    "PodDisruptionBudget, /spec, maxUnavailabel",
    "PriorityClass, /metadata, lables",
    "PodMonitor, /spec/podMetricsEndpoints/0, intervall"
  })
  void refusesAMisspeltField(String kind, String place, String field) throws Exception {
    ObjectNode manifest = only(kind, ALL);
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
    ObjectNode manifest = only(kind, OVERLAYS.resolve("cpu"));
    ((ObjectNode) manifest.at(place)).put(field, value);

    assertThat(new Schemas().problems(manifest)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpu", "gpu", "s3", "gcs", "abfs"})
  void everySettingIsOneOfFlinksOrOfTheOperators(String overlay) throws Exception {
    JsonNode settings = deployment(overlay).at("/spec/flinkConfiguration");
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
    JsonNode deployment = deployment(overlay);
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
    JsonNode deployment = deployment("gpu");
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
    JsonNode deployment = deployment(overlay);
    List<String> images = new ArrayList<>(deployment.findValuesAsText("image"));

    assertThat(images).hasSize(3).containsOnly("registry.example.org/tagstream:0.1.0-" + overlay);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpu", "gpu"})
  void slotsTopicsAndMemoryFitTogether(String overlay) throws Exception {
    JsonNode deployment = deployment(overlay);
    int slots = deployment.at("/spec/flinkConfiguration/taskmanager.numberOfTaskSlots").asInt();
    int parallelism = deployment.at("/spec/job/parallelism").asInt();
    int cores = deployment.at("/spec/taskManager/resource/cpu").asInt();
    int gpus = deployment.at("/spec/flinkConfiguration/external-resource.gpu.amount").asInt();
    int partitions = only("KafkaTopic", ALL).at("/spec/partitions").asInt();

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

  private static ObjectNode deployment(String overlay) throws Exception {
    return only("FlinkDeployment", OVERLAYS.resolve(overlay));
  }

  /** The first manifest of a kind. */
  private static ObjectNode only(String kind, Path folder) throws Exception {
    return Manifests.rendered(folder).stream()
        .filter(manifest -> manifest.path("kind").asText().equals(kind))
        .findFirst()
        .orElseThrow();
  }
}
