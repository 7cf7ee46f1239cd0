package dev.tagstream.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.flipkart.zjsonpatch.JsonPatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;

/**
 * Manifests as {@code kubectl kustomize} makes them of a folder. Of kustomize's language it knows
 * what stands in this repository: resources, components, and patches by RFC 6902 with their target;
 * it refuses anything else.
 */
final class Manifests {

  private static final Set<String> KNOWN =
      Set.of("apiVersion", "kind", "resources", "components", "patches");

  private static final ObjectMapper JSON = new ObjectMapper();

  private Manifests() {}

  /** The manifests of a folder with a {@code kustomization.yaml}, patched. */
  static List<ObjectNode> rendered(Path folder) throws IOException {
    JsonNode kustomization = documents(folder.resolve("kustomization.yaml")).get(0);
    requireKnown(folder, kustomization);
    List<ObjectNode> manifests = new ArrayList<>();
    for (String kind : List.of("resources", "components")) {
      for (JsonNode resource : kustomization.path(kind)) {
        manifests.addAll(manifests(folder.resolve(resource.asText()).normalize()));
      }
    }
    for (JsonNode patch : kustomization.path("patches")) {
      apply(folder, patch, manifests);
    }
    return manifests;
  }

  /** The documents of a YAML file, with what their anchors stand for. */
  static List<JsonNode> documents(Path file) throws IOException {
    LoaderOptions strict = new LoaderOptions();
    strict.setAllowDuplicateKeys(false);
    List<JsonNode> documents = new ArrayList<>();
    for (Object document : new Yaml(strict).loadAll(Files.readString(file))) {
      documents.add(JSON.valueToTree(document));
    }
    return documents;
  }

  private static List<ObjectNode> manifests(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      return rendered(path);
    }
    return documents(path).stream().map(ObjectNode.class::cast).toList();
  }

  private static void apply(Path folder, JsonNode patch, List<ObjectNode> manifests)
      throws IOException {
    JsonNode operations = documents(folder.resolve(patch.path("path").asText())).get(0);
    List<ObjectNode> targets =
        manifests.stream().filter(manifest -> isTarget(patch.path("target"), manifest)).toList();
    if (targets.size() != 1) {
      throw new IllegalArgumentException(
          "%s: the patch %s has %d targets".formatted(folder, patch, targets.size()));
    }
    JsonPatch.applyInPlace(operations, targets.get(0));
  }

  private static boolean isTarget(JsonNode target, JsonNode manifest) {
    return target.path("kind").equals(manifest.path("kind"))
        && target.path("name").equals(manifest.path("metadata").path("name"));
  }

  private static void requireKnown(Path folder, JsonNode kustomization) {
    Set<String> unknown = new TreeSet<>();
    kustomization.fieldNames().forEachRemaining(unknown::add);
    unknown.removeAll(KNOWN);
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "%s: this renderer does not know %s".formatted(folder, unknown));
    }
  }
}
