package dev.tagstream.export.folder;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagstream.export.contract.LabelFile;
import dev.tagstream.export.problem.ExportException;
import dev.tagstream.schemas.model.Label;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The configuration that timm publishes with a model. Several of its architectures share the names
 * of weights but have other graphs, so only supported architectures are exported.
 */
record TimmModel(Path file, JsonNode json) implements PublishedNetwork {

  private static final String ARCHITECTURE = "architecture";
  private static final String CONFIGURATION = "pretrained_cfg";
  private static final String LABELS = "label_names";

  /** The suffix of tags whose weights were last trained on ImageNet's 1000 classes. */
  private static final String IMAGENET_TAG = "in1k";

  private static final int IMAGENET_CLASSES = 1000;

  /** Arguments of a model that do not change the graph, or are checked elsewhere. */
  private static final Set<String> HARMLESS =
      Set.of(
          "num_classes",
          "in_chans",
          "global_pool",
          "drop_rate",
          "drop_path_rate",
          "zero_init_last");

  /** The architectures of timm with torchvision's graph. */
  private static final Pattern SUPPORTED =
      Pattern.compile(
          "(tv_)?(resnet(18|34|50|101|152)|resnext(50|101)_\\d+x\\d+d|wide_resnet(50|101)_2)");

  TimmModel {
    if (!SUPPORTED.matcher(plain(json)).matches()) {
      throw ExportException.in(
          file,
          "architecture is %s, which is not supported; adopt its ONNX file with --onnx"
              .formatted(json.path(ARCHITECTURE).asText()));
    }
    refuseOtherThan(file, "global_pool", "avg", json.path("global_pool"));
    refuseOtherThan(file, "global_pool", "avg", json.path("model_args").path("global_pool"));
    refuseOtherThan(file, "in_chans", "3", json.path("model_args").path("in_chans"));
    for (String name : (Iterable<String>) json.path("model_args")::fieldNames) {
      if (!HARMLESS.contains(name)) {
        throw ExportException.in(
            file,
            "model_args has %s, which may change the network; it is not supported".formatted(name));
      }
    }
  }

  static boolean isOne(JsonNode json) {
    return json.has(ARCHITECTURE) && json.has(CONFIGURATION);
  }

  @Override
  public boolean saysPreprocessing() {
    return true;
  }

  @Override
  public List<Label> labels() {
    if (json.has(LABELS)) {
      return described(LabelFile.read(file));
    }
    boolean imagenet =
        json.path(CONFIGURATION).path("tag").asText().endsWith(IMAGENET_TAG)
            && json.path("num_classes").asInt() == IMAGENET_CLASSES;
    return imagenet ? LabelFile.named(LabelFile.IMAGENET) : List.of();
  }

  /** Where labels are WordNet ids, their descriptions are what people read. */
  private List<Label> described(List<Label> labels) {
    List<Label> described = new ArrayList<>();
    for (Label label : labels) {
      String words = json.path("label_descriptions").path(label.name()).asText("");
      described.add(
          label.name().matches("n\\d{8}") && !words.isBlank()
              ? new Label(words, label.name())
              : label);
    }
    return described;
  }

  @Override
  public boolean isMultiLabel() {
    return false;
  }

  @Override
  public void refuseOther(String architecture, int layers, int classes) {
    String said = plain(json);
    if (!said.replaceFirst("^tv_", "").equals(architecture)) {
      throw ExportException.in(
          file, "architecture is %s but the weights are of a %s".formatted(said, architecture));
    }
    int saidClasses = json.path("num_classes").asInt(classes);
    if (saidClasses != classes) {
      throw ExportException.in(
          file,
          "num_classes is %d but the weights have %d classes".formatted(saidClasses, classes));
    }
  }

  /** Without the tag of the weights. */
  private static String plain(JsonNode json) {
    return json.path(ARCHITECTURE).asText().replaceFirst("\\..*", "");
  }

  private static void refuseOtherThan(Path file, String field, String only, JsonNode value) {
    if (!value.asText(only).equals(only)) {
      throw ExportException.in(file, "%s must be %s but is %s".formatted(field, only, value));
    }
  }
}
