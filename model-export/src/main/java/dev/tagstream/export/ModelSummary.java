package dev.tagstream.export;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagstream.export.contract.Contract;
import dev.tagstream.export.contract.ContractJson;
import dev.tagstream.export.contract.Label;
import dev.tagstream.export.onnx.OnnxSummary;
import dev.tagstream.export.onnx.Stage;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a model file is and holds.
 *
 * @param file the file
 * @param sha256 of the file
 * @param contract what it says of itself; null where it was neither exported nor adopted
 * @param labels of its classes; empty where it names none
 * @param graph what its graph tells
 */
public record ModelSummary(
    Path file, String sha256, @Nullable Contract contract, List<Label> labels, OnnxSummary graph) {

  /** The number of trained weights: as the contract says, else the graph's constants. */
  public long parameters() {
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
    json.set("contract", contract == null ? null : ContractJson.write(contract));
    json.put("parameters", parameters());
    json.set("labels", ContractJson.writeLabels(labels));
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
