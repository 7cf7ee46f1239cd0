package dev.tagstream.export.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagstream.export.contract.Contract.Source;
import dev.tagstream.export.contract.InputSpec.Layout;
import dev.tagstream.export.contract.InputSpec.PixelType;
import dev.tagstream.export.contract.OutputSpec.Kind;
import dev.tagstream.export.problem.ExportException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Contracts and labels as JSON, in the fields' order of {@code model-export/README.md}. */
public final class ContractJson {

  private static final JsonMapper JSON = new JsonMapper();

  private ContractJson() {}

  /** The contract as a JSON object. */
  public static ObjectNode write(Contract contract) {
    ObjectNode json = JSON.createObjectNode();
    json.put("version", contract.version()).put("name", contract.name());
    if (contract.architecture() != null) {
      json.put("architecture", contract.architecture());
    }
    if (contract.parameters() != null) {
      json.put("parameters", contract.parameters());
    }
    Source source = contract.source();
    if (source != null) {
      json.putObject("source").put("file", source.file()).put("sha256", source.sha256());
    }
    if (contract.precision() != null) {
      json.put("precision", JsonFields.written(contract.precision()));
    }
    write(contract.input(), json.putObject("input"));
    json.set("preprocessing", PreprocessingJson.write(contract.preprocessing()));
    OutputSpec output = contract.output();
    json.putObject("output")
        .put("name", output.name())
        .put("kind", JsonFields.written(output.kind()))
        .put("classes", output.classes())
        .put("topK", output.topK());
    EmbeddingSpec embedding = contract.embedding();
    if (embedding != null) {
      json.putObject("embedding").put("name", embedding.name()).put("size", embedding.size());
    }
    return json;
  }

  private static void write(InputSpec input, ObjectNode json) {
    json.put("name", input.name())
        .put("type", JsonFields.written(input.type()))
        .put("layout", JsonFields.written(input.layout()));
    if (input.takesAnySize()) {
      json.put("height", JsonFields.ANY).put("width", JsonFields.ANY);
    } else {
      json.put("height", input.height()).put("width", input.width());
    }
  }

  /**
   * Reads a contract.
   *
   * @param file it comes from, for error messages
   * @throws ExportException if a field is missing or breaks a rule
   */
  public static Contract read(Path file, String text) {
    JsonFields json = JsonFields.of(file, parse(file, "tagstream.contract", text));
    if (json.count("version", Integer.MAX_VALUE) > Contract.VERSION) {
      throw json.problem("version", "must be at most " + Contract.VERSION);
    }
    Source source = null;
    if (json.has("source")) {
      JsonFields fields = json.object("source");
      source = new Source(fields.text("file"), fields.text("sha256"));
    }
    return new Contract(
        json.text("name"),
        json.has("architecture") ? json.text("architecture") : null,
        json.has("parameters") ? json.count("parameters", Long.MAX_VALUE) : null,
        source,
        json.has("precision") ? json.choice("precision", Precision.class) : null,
        input(json.object("input")),
        PreprocessingJson.read(json.object("preprocessing")),
        output(json.object("output")),
        json.has("embedding") ? embedding(json.object("embedding")) : null);
  }

  /** The labels as a JSON array, one object a class. */
  public static ArrayNode writeLabels(List<Label> labels) {
    ArrayNode json = JSON.createArrayNode();
    for (Label label : labels) {
      ObjectNode object = json.addObject().put("name", label.name());
      if (label.wnid() != null) {
        object.put("wnid", label.wnid());
      }
    }
    return json;
  }

  /** Reads labels. */
  public static List<Label> readLabels(Path file, String text) {
    List<Label> labels = new ArrayList<>();
    for (JsonNode node : parse(file, "tagstream.labels", text)) {
      JsonFields fields = JsonFields.of(file, node);
      labels.add(new Label(fields.text("name"), fields.has("wnid") ? fields.text("wnid") : null));
    }
    return labels;
  }

  private static InputSpec input(JsonFields json) {
    boolean any = json.isAny("height") && json.isAny("width");
    return new InputSpec(
        json.text("name"),
        json.choice("type", PixelType.class),
        json.choice("layout", Layout.class),
        any ? InputSpec.ANY_SIDE : (int) json.count("height", InputSpec.MAX_SIDE),
        any ? InputSpec.ANY_SIDE : (int) json.count("width", InputSpec.MAX_SIDE));
  }

  private static EmbeddingSpec embedding(JsonFields json) {
    json.refuseOthersThan(Set.of("name", "size"));
    return new EmbeddingSpec(json.text("name"), (int) json.count("size", EmbeddingSpec.MAX_SIZE));
  }

  private static OutputSpec output(JsonFields json) {
    int classes = (int) json.count("classes", OutputSpec.MAX_CLASSES);
    return new OutputSpec(
        json.text("name"),
        json.choice("kind", Kind.class),
        classes,
        (int) json.count("topK", classes));
  }

  private static JsonNode parse(Path file, String entry, String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw ExportException.in(file, entry + " is not valid JSON: " + e.getOriginalMessage(), e);
    }
  }
}
