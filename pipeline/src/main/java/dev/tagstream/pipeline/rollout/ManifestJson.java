package dev.tagstream.pipeline.rollout;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagstream.pipeline.record.ModelEpoch;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A manifest as JSON:
 *
 * <pre>{@code
 * {"epochs": [{"epoch": 1, "file": "/models/b.onnx", "sha256": "…", "setAt": "2026-01-02T03:04:05Z"}]}
 * }</pre>
 *
 * An epoch without {@code file} and {@code sha256} has the model that the job was started with. It
 * may also have {@code "canary": {"file", "sha256", "share", "by", "since"}}, {@code by} only for
 * an attribute, {@code "shadow": {"file", "sha256"}} and {@code "stopped"}, a line; an epoch
 * without them is written as before they existed.
 */
public final class ManifestJson {

  /** The largest manifest, in bytes. */
  private static final int MAX_BYTES = 1 << 20;

  private static final String EPOCHS = "epochs";
  private static final String EPOCH = "epoch";
  private static final String FILE = "file";
  private static final String SHA256 = "sha256";
  private static final String SET_AT = "setAt";
  private static final String CANARY = "canary";
  private static final String SHARE = "share";
  private static final String BY = "by";
  private static final String SINCE = "since";
  private static final String SHADOW = "shadow";
  private static final String STOPPED = "stopped";

  private static final ObjectMapper JSON =
      new ObjectMapper(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(8)
                          .maxDocumentLength(MAX_BYTES)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private ManifestJson() {}

  /** One line. */
  public static String write(ModelManifest manifest) {
    ObjectNode root = JSON.createObjectNode();
    ArrayNode epochs = root.putArray(EPOCHS);
    manifest.entries().forEach(entry -> epochs.add(node(entry)));
    return root.toString();
  }

  /** One epoch of a manifest, in one line. */
  public static String write(ModelManifest.Entry entry) {
    return node(entry).toString();
  }

  private static ObjectNode node(ModelManifest.Entry entry) {
    ObjectNode epoch = JSON.createObjectNode().put(EPOCH, entry.epoch());
    ModelEpoch.Model model = entry.model();
    if (model != null) {
      put(epoch, model);
    }
    ModelEpoch.Canary canary = entry.canary();
    if (canary != null) {
      ObjectNode node = put(epoch.putObject(CANARY), canary.model()).put(SHARE, canary.share());
      if (canary.attribute() != null) {
        node.put(BY, canary.attribute());
      }
      node.put(SINCE, canary.since());
    }
    ModelEpoch.Model shadow = entry.shadow();
    if (shadow != null) {
      put(epoch.putObject(SHADOW), shadow);
    }
    if (entry.stopped() != null) {
      epoch.put(STOPPED, entry.stopped());
    }
    return epoch.put(SET_AT, entry.setAt().toString());
  }

  private static ObjectNode put(ObjectNode target, ModelEpoch.Model model) {
    return target.put(FILE, model.file()).put(SHA256, model.sha256());
  }

  /**
   * Reads a manifest in UTF-8.
   *
   * @throws InvalidManifestException if it breaks a rule or is too large
   */
  public static ModelManifest read(byte[] json) throws InvalidManifestException {
    requireSize(json.length);
    return read(new String(json, UTF_8));
  }

  /** Before a manifest of this many bytes is read. */
  static void requireSize(long bytes) throws InvalidManifestException {
    if (bytes > MAX_BYTES) {
      throw new InvalidManifestException(
          "has %d bytes but may have %d".formatted(bytes, MAX_BYTES));
    }
  }

  static ModelManifest read(String json) throws InvalidManifestException {
    try {
      JsonNode root = JSON.readTree(json);
      requireFields(root, Set.of(EPOCHS));
      List<ModelManifest.Entry> entries = new ArrayList<>();
      for (JsonNode epoch : root.path(EPOCHS)) {
        requireFields(epoch, Set.of(EPOCH, FILE, SHA256, CANARY, SHADOW, STOPPED, SET_AT));
        entries.add(entry(epoch));
      }
      return new ModelManifest(entries);
    } catch (JsonProcessingException e) {
      throw new InvalidManifestException("is not valid JSON: " + e.getOriginalMessage());
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new InvalidManifestException(String.valueOf(e.getMessage()));
    }
  }

  private static ModelManifest.Entry entry(JsonNode epoch) {
    if (!epoch.path(EPOCH).canConvertToLong()) {
      throw new IllegalArgumentException("each epoch needs a number");
    }
    return new ModelManifest.Entry(
        epoch.path(EPOCH).longValue(),
        model(epoch),
        epoch.has(CANARY) ? canary(epoch.path(CANARY)) : null,
        epoch.has(SHADOW) ? shadow(epoch.path(SHADOW)) : null,
        epoch.has(STOPPED) ? epoch.path(STOPPED).asText() : null,
        Instant.parse(epoch.path(SET_AT).asText()));
  }

  private static ModelEpoch.Canary canary(JsonNode canary) {
    requireFields(canary, Set.of(FILE, SHA256, SHARE, BY, SINCE));
    if (!canary.path(SHARE).isNumber() || !canary.path(SINCE).canConvertToLong()) {
      throw new IllegalArgumentException("a canary needs a share and its first epoch");
    }
    return new ModelEpoch.Canary(
        named(canary),
        canary.path(SHARE).doubleValue(),
        canary.has(BY) ? canary.path(BY).asText() : null,
        canary.path(SINCE).longValue());
  }

  private static ModelEpoch.Model shadow(JsonNode shadow) {
    requireFields(shadow, Set.of(FILE, SHA256));
    return named(shadow);
  }

  private static ModelEpoch.Model named(JsonNode node) {
    return new ModelEpoch.Model(node.path(FILE).asText(), node.path(SHA256).asText());
  }

  private static ModelEpoch.@Nullable Model model(JsonNode epoch) {
    if (!epoch.has(FILE) && !epoch.has(SHA256)) {
      return null;
    }
    return named(epoch);
  }

  private static void requireFields(JsonNode node, Set<String> known) {
    if (!node.isObject()) {
      throw new IllegalArgumentException("a manifest and each of its epochs are JSON objects");
    }
    for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!known.contains(name)) {
        throw new IllegalArgumentException("there is no field '%s'".formatted(name));
      }
    }
  }
}
