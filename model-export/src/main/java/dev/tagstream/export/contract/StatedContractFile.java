package dev.tagstream.export.contract;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagstream.export.contract.StatedContract.PreprocessingFor;
import dev.tagstream.export.contract.StatedContract.StatedInput;
import dev.tagstream.export.contract.StatedContract.StatedOutput;
import dev.tagstream.export.problem.ExportException;
import dev.tagstream.schemas.model.ContractJson;
import dev.tagstream.schemas.model.InputSpec;
import dev.tagstream.schemas.model.InvalidContractException;
import dev.tagstream.schemas.model.JsonFields;
import dev.tagstream.schemas.model.OutputSpec;
import dev.tagstream.schemas.model.OutputSpec.Kind;
import dev.tagstream.schemas.model.PixelLayout;
import dev.tagstream.schemas.model.PixelType;
import dev.tagstream.schemas.model.Preprocessing;
import dev.tagstream.schemas.model.PreprocessingJson;
import dev.tagstream.schemas.model.Size;
import dev.tagstream.schemas.model.Spelling;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a contract or a preprocessing from a JSON file. */
final class StatedContractFile {

  private StatedContractFile() {}

  /** The preprocessing in a file, for any input. */
  record FromFile(Preprocessing preprocessing) implements PreprocessingFor {

    @Override
    public Preprocessing input(Size size) {
      return preprocessing;
    }

    @Override
    public Preprocessing inputOfAnySize() {
      return preprocessing;
    }

    @Override
    public Optional<Size> usualSize() {
      return preprocessing.imageSize();
    }
  }

  /**
   * Reads a file in the format of the model file, of Hugging Face or of timm.
   *
   * @throws ExportException if it breaks a rule of its format
   */
  static StatedContract read(Path file) {
    JsonNode root = JsonFile.parse(file, JsonFile.text(file));
    if (HuggingFaceProcessor.isOne(root)) {
      return new HuggingFaceProcessor(file, root).stated();
    }
    if (TimmPreprocessing.isOne(root)) {
      return new TimmPreprocessing(file, root).stated();
    }
    try {
      return read(file, JsonFields.of(file, root));
    } catch (InvalidContractException e) {
      throw new ExportException(e.line(), e);
    }
  }

  private static StatedContract read(Path file, JsonFields json) {
    boolean whole = json.has("preprocessing");
    if (whole) {
      json.allowOnly(
          "version",
          "name",
          "architecture",
          "parameters",
          "source",
          "precision",
          "input",
          "preprocessing",
          "output",
          "embedding");
    }
    Preprocessing preprocessing =
        PreprocessingJson.read(whole ? json.object("preprocessing") : json);
    Optional<Size> images = preprocessing.imageSize();
    return new StatedContract(
        file.toString(),
        new FromFile(preprocessing),
        whole ? json.textOrNull("name") : null,
        input(whole ? json.objectOrNull("input") : null, images),
        output(whole ? json.objectOrNull("output") : null));
  }

  /** The input has the size of preprocessed images, unless the file says otherwise. */
  private static StatedInput input(@Nullable JsonFields json, Optional<Size> images) {
    int height = images.map(Size::height).orElse(InputSpec.ANY_SIDE);
    int width = images.map(Size::width).orElse(InputSpec.ANY_SIDE);
    if (json == null) {
      return new StatedInput(null, null, null, height, width);
    }
    json.allowOnly("name", "type", "layout", "height", "width");
    if (json.saysAny("height") != json.saysAny("width")) {
      throw json.wrong("width", "must be any if and only if the height is");
    }
    return new StatedInput(
        json.textOrNull("name"),
        json.has("type") ? json.constant("type", PixelType.class, Spelling.LOWER_CASE) : null,
        json.has("layout") ? json.constant("layout", PixelLayout.class, Spelling.UPPER_CASE) : null,
        json.has("height") ? side(json, "height") : height,
        json.has("width") ? side(json, "width") : width);
  }

  private static int side(JsonFields json, String field) {
    return json.saysAny(field) ? InputSpec.ANY_SIDE : json.count(field, InputSpec.MAX_SIDE);
  }

  private static StatedOutput output(@Nullable JsonFields json) {
    if (json == null) {
      return StatedOutput.NOTHING;
    }
    json.allowOnly("name", "kind", "classes", "topK", "thresholds");
    return new StatedOutput(
        json.textOrNull("name"),
        json.has("kind") ? json.constant("kind", Kind.class, Spelling.LOWER_CASE) : null,
        countOrNull(json, "classes"),
        countOrNull(json, "topK"),
        json.has("thresholds")
            ? ContractJson.thresholds(json, json.count("classes", OutputSpec.MAX_CLASSES))
            : List.of());
  }

  private static @Nullable Integer countOrNull(JsonFields json, String field) {
    return json.has(field) ? Integer.valueOf(json.count(field, OutputSpec.MAX_CLASSES)) : null;
  }
}
