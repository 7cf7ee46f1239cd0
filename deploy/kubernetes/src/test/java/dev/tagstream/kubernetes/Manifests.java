package dev.tagstream.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;

/** Manifests as {@code kubectl kustomize} makes them of a folder. */
final class Manifests {

  private static final String KUBECTL = "kubectl";
  private static final ObjectMapper JSON = new ObjectMapper();

  private Manifests() {}

  /**
   * The manifests of a folder with a {@code kustomization.yaml}; skips the test without a kubectl
   * that has kustomize 5.
   */
  static List<ObjectNode> rendered(Path folder) throws IOException, InterruptedException {
    assumeTrue(isOnPath(), "skipped: there is no kubectl here, which has kustomize in it");
    assumeTrue(
        printed("version", "--client", "--output=yaml").contains("kustomizeVersion: v5"),
        "skipped: the kubectl here has no kustomize 5");
    return documents(printed("kustomize", folder.toString()));
  }

  private static String printed(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(KUBECTL));
    command.addAll(List.of(arguments));
    Process kubectl = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(kubectl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(kubectl.waitFor()).as(output).isZero();
    return output;
  }

  private static boolean isOnPath() {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, KUBECTL)));
  }

  private static List<ObjectNode> documents(String yaml) {
    LoaderOptions strict = new LoaderOptions();
    strict.setAllowDuplicateKeys(false);
    List<ObjectNode> documents = new ArrayList<>();
    for (Object document : new Yaml(strict).loadAll(yaml)) {
      documents.add(JSON.valueToTree(document));
    }
    return documents;
  }
}
