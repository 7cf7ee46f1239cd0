package dev.tagstream.pipeline.drift;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagstream.schemas.model.JsonFields;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A reference as JSON: {@code {"model": "pets", "modelSha256": "…", "meanConfidence": 0.83,
 * "untagged": 2, "labels": {"cat": 60, "dog": 40}}}. Labels have numbers of images, from which the
 * shares follow.
 */
final class ReferenceJson {

  private static final String MODEL = "model";
  private static final String SHA256 = "modelSha256";
  private static final String CONFIDENCE = "meanConfidence";
  private static final String UNTAGGED = "untagged";
  private static final String LABELS = "labels";

  private static final Pattern SHA256_DIGITS = Pattern.compile("[0-9a-f]{64}");

  /** Sums of a million labels stay far below a long's limit. */
  private static final long MOST_IMAGES = 1L << 40;

  private ReferenceJson() {}

  static DriftReference read(Path file) {
    JsonFields fields = JsonFields.read(file);
    fields.allowOnly(MODEL, SHA256, CONFIDENCE, UNTAGGED, LABELS);
    String model = fields.text(MODEL);
    String sha256 = fields.text(SHA256);
    if (!SHA256_DIGITS.matcher(sha256).matches()) {
      throw fields.wrong(SHA256, "must be 64 hexadecimal digits in lower case");
    }
    double confidence = fields.number(CONFIDENCE);
    if (!(confidence >= 0 && confidence <= 1)) {
      throw fields.wrong(CONFIDENCE, "must be from 0 to 1");
    }
    long untagged = fields.wholeNumber(UNTAGGED, 0, MOST_IMAGES);
    Map<String, Long> labels = labels(fields.object(LABELS));
    if (labels.isEmpty()) {
      throw fields.wrong(LABELS, "must have a label");
    }
    return new DriftReference(model, sha256, new TagCounts(untagged, confidence, labels));
  }

  private static Map<String, Long> labels(JsonFields fields) {
    Map<String, Long> labels = new HashMap<>();
    for (String label : fields.names()) {
      labels.put(label, fields.wholeNumber(label, 1, MOST_IMAGES));
    }
    return labels;
  }

  static void write(DriftReference reference, Path file) throws IOException {
    JsonMapper mapper = new JsonMapper();
    ObjectNode json = mapper.createObjectNode();
    json.put(MODEL, reference.model());
    json.put(SHA256, reference.modelSha256());
    json.put(CONFIDENCE, reference.counts().meanConfidence());
    json.put(UNTAGGED, reference.counts().untagged());
    ObjectNode labels = json.putObject(LABELS);
    reference.counts().labels().forEach(labels::put);
    Path partial = file.resolveSibling(file.getFileName() + ".partial");
    try {
      Files.writeString(
          partial,
          mapper.writerWithDefaultPrettyPrinter().writeValueAsString(json)
              + System.lineSeparator());
      Files.move(
          partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(partial);
    }
  }
}
