package dev.tagstream.export.folder;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagstream.export.contract.LabelFile;
import dev.tagstream.export.problem.ExportException;
import dev.tagstream.schemas.model.Label;
import java.nio.file.Path;
import java.util.List;

/**
 * The configuration of {@code ResNetForImageClassification} in Hugging Face's transformers. All
 * options use the same names of weights, so options that change the graph are refused.
 */
record HuggingFaceModel(Path file, JsonNode json) implements PublishedNetwork {

  private static final String TYPE = "model_type";
  private static final String MULTI_LABEL = "multi_label_classification";

  /** The stem and the classifier. */
  private static final int OUTER_LAYERS = 2;

  HuggingFaceModel {
    if (!json.path(TYPE).asText().equals("resnet")) {
      throw wrong(file, json, TYPE, "must be resnet, or the file must be of timm,");
    }
    refuse(file, json, "hidden_act", "relu");
    refuse(file, json, "downsample_in_first_stage", "false");
    refuse(file, json, "downsample_in_bottleneck", "false");
    refuse(file, json, "num_channels", "3");
    if (json.path("problem_type").asText().equals("regression")) {
      throw wrong(file, json, "problem_type", "must be a classification");
    }
  }

  @Override
  public boolean saysPreprocessing() {
    return false;
  }

  @Override
  public List<Label> labels() {
    return json.hasNonNull("id2label") ? LabelFile.read(file) : List.of();
  }

  @Override
  public boolean isMultiLabel() {
    return json.path("problem_type").asText().equals(MULTI_LABEL);
  }

  @Override
  public void refuseOther(String architecture, int layers, int classes) {
    if (json.has("depths")) {
      int perBlock = json.path("layer_type").asText("bottleneck").equals("basic") ? 2 : 3;
      int said = OUTER_LAYERS;
      for (JsonNode depth : json.path("depths")) {
        said += perBlock * depth.asInt();
      }
      if (said != layers) {
        throw wrong(file, json, "depths", "must be those of the weights, a " + architecture + ",");
      }
    }
  }

  private static void refuse(Path file, JsonNode json, String field, String only) {
    if (!json.path(field).asText(only).equals(only)) {
      throw wrong(file, json, field, "must be " + only);
    }
  }

  private static ExportException wrong(Path file, JsonNode json, String field, String rule) {
    return ExportException.in(file, "%s %s but is %s".formatted(field, rule, json.path(field)));
  }
}
