package dev.tagstream.schemas.model;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagstream.schemas.model.Contract.Source;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The contract as JSON, with the fields in the order of {@code model-export/README.md}. */
public final class ContractJson {

  private ContractJson() {}

  /** The contract as a JSON object. */
  public static ObjectNode write(Contract contract) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
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
      json.put("precision", Spelling.LOWER_CASE.of(contract.precision()));
    }
    write(contract.input(), json.putObject("input"));
    json.set("preprocessing", PreprocessingJson.write(contract.preprocessing()));
    if (contract.output().givesTags()) {
      write(contract.output(), json.putObject("output"));
    }
    EmbeddingSpec embedding = contract.embedding();
    if (embedding != null) {
      json.putObject("embedding").put("name", embedding.name()).put("size", embedding.size());
    }
    return json;
  }

  private static void write(InputSpec input, ObjectNode json) {
    json.put("name", input.name())
        .put("type", Spelling.LOWER_CASE.of(input.type()))
        .put("layout", Spelling.UPPER_CASE.of(input.layout()));
    if (input.takesAnySize()) {
      json.put("height", JsonFields.ANY).put("width", JsonFields.ANY);
    } else {
      json.put("height", input.height()).put("width", input.width());
    }
  }

  private static void write(OutputSpec output, ObjectNode json) {
    json.put("name", output.name())
        .put("kind", Spelling.LOWER_CASE.of(output.kind()))
        .put("classes", output.classes())
        .put("topK", output.topK());
    if (!output.thresholds().isEmpty()) {
      output.thresholds().forEach(json.putArray("thresholds")::add);
    }
  }

  /**
   * Reads a contract. Unknown top-level fields are ignored; unknown fields inside a field are
   * refused.
   */
  static Contract read(JsonFields fields) {
    requireKnownVersion(fields);
    InputSpec input = input(fields.object("input"));
    Preprocessing preprocessing = preprocessing(fields.object("preprocessing"), input);
    EmbeddingSpec embedding = embedding(fields.objectOrNull("embedding"));
    // a model that gives an embedding need not give scores
    OutputSpec output =
        embedding != null && !fields.has("output")
            ? OutputSpec.NONE
            : output(fields.object("output"));
    return new Contract(
        fields.text("name"),
        fields.textOrNull("architecture"),
        fields.has("parameters") ? fields.wholeNumber("parameters", 1, Long.MAX_VALUE) : null,
        source(fields.objectOrNull("source")),
        fields.has("precision")
            ? fields.constant("precision", Precision.class, Spelling.LOWER_CASE)
            : null,
        input,
        preprocessing,
        output,
        embedding);
  }

  private static void requireKnownVersion(JsonFields fields) {
    long version = fields.wholeNumber("version", 0, Long.MAX_VALUE);
    if (version < 1 || version > Contract.VERSION) {
      throw fields.wrong(
          "version",
          "must be 1 to %d, which this Tagstream knows; update it".formatted(Contract.VERSION));
    }
  }

  private static @Nullable Source source(@Nullable JsonFields fields) {
    return fields == null ? null : new Source(fields.text("file"), fields.text("sha256"));
  }

  private static InputSpec input(JsonFields fields) {
    fields.allowOnly("name", "type", "layout", "height", "width");
    boolean any = fields.saysAny("height") && fields.saysAny("width");
    return new InputSpec(
        fields.text("name"),
        fields.constant("type", PixelType.class, Spelling.LOWER_CASE),
        fields.constant("layout", PixelLayout.class, Spelling.UPPER_CASE),
        any ? InputSpec.ANY_SIDE : fields.count("height", InputSpec.MAX_SIDE),
        any ? InputSpec.ANY_SIDE : fields.count("width", InputSpec.MAX_SIDE));
  }

  /** The preprocessing of any image must end in the input's size. */
  private static Preprocessing preprocessing(JsonFields fields, InputSpec input) {
    Preprocessing preprocessing = PreprocessingJson.read(fields);
    if (!preprocessing.imageSize().equals(input.size())) {
      throw fields.wrong(
          preprocessing.crop() != null ? "crop" : "resize",
          input.takesAnySize()
              ? "must leave each image its own size, as the input takes any"
              : "must end in the input's height %d and width %d, by a crop, an exact resize or a letterbox"
                  .formatted(input.height(), input.width()));
    }
    return preprocessing;
  }

  private static OutputSpec output(JsonFields fields) {
    fields.allowOnly("name", "kind", "classes", "topK", "thresholds");
    int classes = fields.count("classes", OutputSpec.MAX_CLASSES);
    return new OutputSpec(
        fields.text("name"),
        fields.constant("kind", OutputSpec.Kind.class, Spelling.LOWER_CASE),
        classes,
        fields.count("topK", classes),
        fields.has("thresholds") ? thresholds(fields, classes) : List.of());
  }

  /** The thresholds of an output, one for each class. */
  public static List<Double> thresholds(JsonFields fields, int classes) {
    List<Double> thresholds = fields.numbers("thresholds", classes);
    if (!thresholds.stream().allMatch(OutputSpec::isThreshold)) {
      throw fields.wrong("thresholds", "must be from 0 to 1");
    }
    return thresholds;
  }

  private static @Nullable EmbeddingSpec embedding(@Nullable JsonFields fields) {
    if (fields == null) {
      return null;
    }
    fields.allowOnly("name", "size");
    return new EmbeddingSpec(fields.text("name"), fields.count("size", EmbeddingSpec.MAX_SIZE));
  }
}
