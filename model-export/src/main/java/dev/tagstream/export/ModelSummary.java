package dev.tagstream.export;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagstream.export.onnx.OnnxSummary;
import dev.tagstream.export.onnx.Stage;
import dev.tagstream.schemas.model.Contract;
import dev.tagstream.schemas.model.ContractJson;
import dev.tagstream.schemas.model.Labels;
import dev.tagstream.schemas.model.LabelsJson;
import dev.tagstream.schemas.model.ModelDescription;
import dev.tagstream.schemas.model.ReferenceTags;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The summary of a model file.
 *
 * @param file the file
 * @param sha256 of the file
 * @param description its metadata; null if it was neither exported nor adopted
 * @param graph the facts in its graph
 */
public record ModelSummary(
    Path file, String sha256, @Nullable ModelDescription description, OnnxSummary graph) {

  /** The contract; null if the file has none. */
  public @Nullable Contract contract() {
    return description == null ? null : description.contract();
  }

  /** The labels; empty if the file has none. */
  public Labels labels() {
    return description == null ? Labels.NONE : description.labels();
  }

  /** The number of trained weights: the contract's, otherwise that of the graph's constants. */
  public long parameters() {
    Contract contract = contract();
    Long told = contract == null ? null : contract.parameters();
    return told != null ? told : graph.weights();
  }

  /** The summary for people, several lines. */
  public String text() {
    return ModelSummaryText.of(this);
  }

  /** The summary for programs, one JSON object. */
  public String json() {
    ObjectNode json = new JsonMapper().createObjectNode();
    json.put("file", file.toString()).put("sha256", sha256);
    Contract contract = contract();
    json.set("contract", contract == null ? null : ContractJson.write(contract));
    json.put("parameters", parameters());
    json.set("labels", LabelsJson.write(labels()));
    ReferenceTags reference = description == null ? null : description.reference();
    if (reference != null) {
      json.set("reference", reference.toJson());
    }
    json.put("irVersion", graph.irVersion()).put("opset", graph.opset());
    graph.inputs().forEach(json.putArray("inputs")::add);
    graph.outputs().forEach(json.putArray("outputs")::add);
    for (Stage stage : graph.stages()) {
      ObjectNode row = json.withArray("stages").addObject();
      row.put("name", stage.name()).put("blocks", stage.blocks());
      stage.shape().forEach(row.putArray("shape")::add);
    }
    json.put("stoppedAt", graph.stoppedAt().isEmpty() ? null : graph.stoppedAt());
    return json.toPrettyString();
  }
}
