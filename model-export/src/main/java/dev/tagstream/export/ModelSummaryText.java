package dev.tagstream.export;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagstream.export.onnx.Stage;
import dev.tagstream.schemas.model.Contract;
import dev.tagstream.schemas.model.Contract.Source;
import dev.tagstream.schemas.model.ContractJson;
import dev.tagstream.schemas.model.Label;
import dev.tagstream.schemas.model.ModelDescription;
import dev.tagstream.schemas.model.ReferenceTags;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A model's summary as text: one fact a line, then the table of its stages. */
final class ModelSummaryText {

  private static final int LABELS_SHOWN = 5;

  private final StringBuilder text = new StringBuilder();

  private ModelSummaryText() {}

  static String of(ModelSummary summary) {
    ModelSummaryText text = new ModelSummaryText();
    text.line("file", summary.file().toString());
    text.line("sha256", summary.sha256());
    Contract contract = summary.contract();
    if (contract == null) {
      text.line("contract", "none; adopt the file with tagstream export --onnx");
    } else {
      text.contract(contract);
    }
    text.line("labels", labels(summary.labels().classes()));
    text.reference(summary.description());
    text.line("parameters", String.format(Locale.ROOT, "%,d", summary.parameters()));
    text.line(
        "onnx",
        "IR version %d, opset %d".formatted(summary.graph().irVersion(), summary.graph().opset()));
    summary.graph().inputs().forEach(input -> text.line("graph input", input));
    summary.graph().outputs().forEach(output -> text.line("graph output", output));
    text.stages(summary.graph().stages());
    if (!summary.graph().stoppedAt().isEmpty()) {
      text.line("shapes", "unknown from " + summary.graph().stoppedAt() + " on");
    }
    return text.text.toString();
  }

  private void contract(Contract contract) {
    line("name", contract.name());
    if (contract.architecture() != null) {
      line("architecture", contract.architecture());
    }
    Source source = contract.source();
    if (source != null) {
      line("source", source.file() + ", SHA-256 " + source.sha256());
    }
    if (contract.precision() != null) {
      line("precision", contract.precision().name().toLowerCase(Locale.ROOT));
    }
    for (String part : List.of("input", "preprocessing", "output", "embedding")) {
      JsonNode value = ContractJson.write(contract).path(part);
      if (!value.isMissingNode()) {
        line(part, value.toString());
      }
    }
  }

  private void reference(@Nullable ModelDescription description) {
    ReferenceTags reference = description == null ? null : description.reference();
    if (reference != null) {
      line(
          "reference",
          String.format(
              Locale.ROOT,
              "%,d images, %d labels, mean confidence %.3f",
              reference.images(),
              reference.classes().size(),
              reference.meanConfidence()));
    }
  }

  private void stages(List<Stage> stages) {
    if (stages.isEmpty()) {
      return;
    }
    text.append('\n');
    row("stage", "blocks", "output");
    for (Stage stage : stages) {
      row(stage.name(), stage.blocks() == 0 ? "" : String.valueOf(stage.blocks()), stage.size());
    }
  }

  private void line(String name, String value) {
    text.append("%-13s %s\n".formatted(name, value));
  }

  private void row(String name, String blocks, String size) {
    text.append("%-13s %6s  %s\n".formatted(name, blocks, size));
  }

  private static String labels(List<Label> labels) {
    if (labels.isEmpty()) {
      return "none";
    }
    String first =
        labels.stream().limit(LABELS_SHOWN).map(Label::name).collect(Collectors.joining(", "));
    return "%d: %s%s".formatted(labels.size(), first, labels.size() > LABELS_SHOWN ? ", ..." : "");
  }
}
