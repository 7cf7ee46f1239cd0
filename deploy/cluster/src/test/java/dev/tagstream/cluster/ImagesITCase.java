package dev.tagstream.cluster;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The Dockerfile and the compose files, without a Docker: what they name is there, and what they
 * promise of users, ports and versions holds.
 */
final class ImagesITCase {

  private static final Path DISTRIBUTION = Path.of("target/cluster");
  private static final Path DOCKER = Path.of("../docker");
  private static final YAMLMapper YAML = new YAMLMapper();

  private static final Pattern INSTRUCTION = Pattern.compile("^([A-Z]+) (.*)$", Pattern.MULTILINE);
  private static final Pattern IMAGE_DEFAULT = Pattern.compile("\\w+_IMAGE=(\\S+)");

  /** A file or folder of the repository, mounted into a container. */
  private static final Pattern MOUNT =
      Pattern.compile("(?:\\$\\{\\w+:-)?(\\.[^:}]*)}?:(/[^:]+)(:ro)?");

  @Test
  void everyFileThatIsCopiedIsThere() throws IOException {
    List<Path> sources = new ArrayList<>();
    for (String copy : instructions("COPY")) {
      List<String> words = new ArrayList<>(List.of(copy.split(" ", -1)));
      Path folder = DISTRIBUTION;
      if (words.get(0).startsWith("--from=")) {
        if (!words.remove(0).equals("--from=docker")) {
          continue; // another stage
        }
        folder = DOCKER;
      }
      for (String word : words.subList(0, words.size() - 1)) {
        sources.addAll(matches(folder.resolve(word)));
      }
    }
    assertThat(sources).hasSizeGreaterThan(8).allSatisfy(source -> assertThat(source).exists());
    assertThat(DOCKER.resolve("prepare")).exists();
  }

  @Test
  void bothImagesRunTheEntryPointAsAUserWithoutRights() throws IOException {
    List<String> stages = stages();
    assertThat(stages).hasSize(5);
    assertThat(stages.subList(2, 4))
        .allSatisfy(
            stage ->
                assertThat(stage)
                    .contains("USER 9999:9999")
                    .contains("ENTRYPOINT [\"/opt/flink/bin/container\"]")
                    // the job last, so that a new one is a small layer
                    .containsPattern(
                        "(?s)/opt/flink/lib\n.*/opt/flink/plugins\n.*/opt/flink/cli\n.*/opt/flink/usrlib\n")
                    .contains("MALLOC_ARENA_MAX=2")
                    .doesNotContainPattern("USER (0|root)"));
    assertThat(Files.readString(DOCKER.resolve("prepare")))
        .contains("useradd --uid 9999 --gid flink");
  }

  /** The official image has Flink and its own entry point: it gets what the job needs beside. */
  @Test
  void theVariantOnFlinksImageKeepsItsEntryPoint() throws IOException {
    assertThat(stages().get(4))
        .contains("FROM ${FLINK_IMAGE} AS flink", "USER flink", "/opt/flink/usrlib")
        .doesNotContain("ENTRYPOINT", "lib/flink", "lib/log4j");
    JsonNode config = YAML.readTree(DOCKER.resolve("config.flink.yaml").toFile());
    JsonNode own = YAML.readTree(DOCKER.resolve("config.yaml").toFile());
    for (String setting :
        List.of(
            "classloader.parent-first-patterns.additional",
            "taskmanager.memory.task.off-heap.size",
            "restart-strategy.type",
            "execution.checkpointing.num-retained",
            "execution.checkpointing.tolerable-failed-checkpoints",
            "metrics.reporters",
            "metrics.reporter.prometheus.port",
            "metrics.reporter.prometheus.scope.variables.excludes",
            "metrics.reporter.prometheus.filter.excludes")) {
      assertThat(config.has(setting)).as(setting).isTrue();
    }
    // one of its own, beside those that all images share
    config
        .fieldNames()
        .forEachRemaining(
            setting -> {
              if (!setting.equals("env.java.opts.taskmanager")) {
                assertThat(config.get(setting)).as(setting).isEqualTo(own.get(setting));
              }
            });
  }

  @Test
  void noHealthCheckStartsAJvm() throws IOException {
    List<String> checks = new ArrayList<>();
    for (JsonNode service : compose("compose.yaml").path("services")) {
      service.path("healthcheck").path("test").forEach(word -> checks.add(word.asText()));
    }
    assertThat(checks).filteredOn(word -> word.startsWith("exec 3<>/dev/tcp/")).hasSize(3);
    assertThat(checks).noneMatch(word -> word.contains(".sh"));
  }

  @Test
  void imagesHaveAVersionThatStays() throws IOException {
    List<String> images = new ArrayList<>();
    for (String argument : instructions("ARG")) {
      IMAGE_DEFAULT.matcher(argument).results().map(image -> image.group(1)).forEach(images::add);
    }
    for (JsonNode service : compose("compose.yaml").path("services")) {
      if (!service.has("build") && service.has("image")) {
        images.add(service.path("image").asText());
      }
    }
    assertThat(images)
        .hasSize(7)
        .allMatch(image -> image.matches("[\\w/.-]+:v?\\d+\\.\\d+[\\w.-]*"));
  }

  @Test
  void theImagesConfigurationLoadsNativeLibrariesParentFirst() throws IOException {
    JsonNode config = YAML.readTree(DOCKER.resolve("config.yaml").toFile());
    assertThat(config.path("classloader.parent-first-patterns.additional").asText())
        .isEqualTo("ai.onnxruntime.;org.bytedeco.;com.sun.jna.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"compose.yaml", "compose.gpu.yaml"})
  void composeNamesOnlyWhatIsThere(String file) throws IOException {
    JsonNode compose = compose(file);
    JsonNode all = compose("compose.yaml");
    for (JsonNode service : compose.path("services")) {
      service
          .path("depends_on")
          .fieldNames()
          .forEachRemaining(name -> assertThat(all.path("services").has(name)).isTrue());
      for (JsonNode volume : service.path("volumes")) {
        String mount = volume.asText();
        MatchResult path = MOUNT.matcher(mount).results().findFirst().orElse(null);
        if (path != null) {
          assertThat(DOCKER.resolve(path.group(1))).exists();
          assertThat(mount).endsWith(":ro");
        } else {
          assertThat(all.path("volumes").has(mount.substring(0, mount.indexOf(':')))).isTrue();
        }
      }
    }
  }

  @Test
  void composePublishesPortsToLoopbackOnly() throws IOException {
    List<String> ports = new ArrayList<>();
    for (JsonNode service : compose("compose.yaml").path("services")) {
      service.path("ports").forEach(port -> ports.add(port.asText()));
    }
    assertThat(ports).hasSize(4).allMatch(port -> port.startsWith("127.0.0.1:"));
  }

  @Test
  void composeTakesTheModelThatTheDistributionHas() throws Exception {
    String expected = ContainerITCase.sha256(DemoJob.model());
    assertThat(Files.readString(DOCKER.resolve("compose.yaml")))
        .contains("/opt/flink/demo/model/fashion-resnet50.onnx")
        .contains("${TAGSTREAM_MODEL_SHA256:-" + expected + "}");
    assertThat(DISTRIBUTION.resolve("demo/model/fashion-resnet50.onnx")).exists();
  }

  /** The files that a pattern matches, or the path itself, if there is none. */
  private static List<Path> matches(Path pattern) throws IOException {
    List<Path> files = new ArrayList<>();
    Path folder = requireNonNull(pattern.getParent());
    String name = requireNonNull(pattern.getFileName()).toString();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, name)) {
        found.forEach(files::add);
      }
    }
    return files.isEmpty() ? List.of(pattern) : files;
  }

  /** The Dockerfile, cut before each FROM but for what stands before the first. */
  private static List<String> stages() throws IOException {
    return Stream.of(Files.readString(DOCKER.resolve("Dockerfile")).split("(?m)^(?=FROM )", -1))
        .skip(1)
        .toList();
  }

  private static List<String> instructions(String name) throws IOException {
    return INSTRUCTION
        .matcher(Files.readString(DOCKER.resolve("Dockerfile")))
        .results()
        .filter(instruction -> instruction.group(1).equals(name))
        .map(instruction -> instruction.group(2))
        .toList();
  }

  private static JsonNode compose(String file) throws IOException {
    return YAML.readTree(DOCKER.resolve(file).toFile());
  }
}
