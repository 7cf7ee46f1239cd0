package dev.tagstream.export.contract;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the user states of a model: a preset's name, or a file with the preprocessing, alone or in a
 * contract whose other fields, all optional, override what the model itself tells.
 *
 * @param origin the preset or the file, for error messages
 * @param name for the model; null where nothing is stated, as in all that follow
 * @param input of the graph
 * @param output of the graph
 */
public record StatedContract(
    String origin,
    PreprocessingFor preprocessing,
    @Nullable String name,
    StatedInput input,
    StatedOutput output) {

  /** Gives the preprocessing for an input. */
  public interface PreprocessingFor {
    Preprocessing input(Size size);

    /** The size of the input unless another is wanted; empty where it is not known. */
    default Optional<Size> usualSize() {
      return Optional.empty();
    }

    /** For an input that takes images of any size: as they are, unless a file says otherwise. */
    default Preprocessing inputOfAnySize() {
      return input(new Size(1, 1)).withoutResizing();
    }
  }

  /** A file's preprocessing, whatever the input. */
  private record FromFile(Preprocessing preprocessing) implements PreprocessingFor {

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

  /** What is stated of the input; sides may be {@link InputSpec#ANY_SIDE}. */
  public record StatedInput(
      @Nullable String name,
      @Nullable PixelType type,
      @Nullable PixelLayout layout,
      @Nullable Integer height,
      @Nullable Integer width) {

    private static final StatedInput NOTHING = new StatedInput(null, null, null, null, null);
  }

  /** What is stated of the output. */
  public record StatedOutput(
      @Nullable String name,
      @Nullable Kind kind,
      @Nullable Integer classes,
      @Nullable Integer topK,
      List<Double> thresholds) {

    private static final StatedOutput NOTHING = new StatedOutput(null, null, null, null, List.of());
  }

  /**
   * Reads what the user typed.
   *
   * @param presetOrFile the name of a {@link PreprocessingPreset} or a path of a file in our own
   *     format, of a preprocessor of Hugging Face or a configuration of timm
   * @throws ExportException if it is neither, or a field of the file breaks a rule
   */
  public static StatedContract parse(String presetOrFile) {
    Optional<PreprocessingPreset> preset = PreprocessingPreset.named(presetOrFile);
    if (preset.isPresent()) {
      return of(preset.get());
    }
    Path file = Path.of(presetOrFile);
    if (!Files.isRegularFile(file)) {
      throw ExportException.in(file, "is neither a file nor one of " + PreprocessingPreset.names());
    }
    return read(file);
  }

  /** A preset and nothing else. */
  public static StatedContract of(PreprocessingPreset preset) {
    return new StatedContract(
        preset.toString(), preset::forInput, null, StatedInput.NOTHING, StatedOutput.NOTHING);
  }

  /**
   * What a published model says of its images, and nothing else.
   *
   * @param origin for error messages
   */
  static StatedContract of(String origin, PreprocessingFor preprocessing) {
    return new StatedContract(
        origin, preprocessing, null, StatedInput.NOTHING, StatedOutput.NOTHING);
  }

  /** As {@link #of(String, PreprocessingFor)}, whatever the input. */
  static StatedContract of(String origin, Preprocessing preprocessing) {
    return of(origin, new FromFile(preprocessing));
  }

  /** The same with another preprocessing. */
  public StatedContract with(PreprocessingFor other) {
    return new StatedContract(origin, other, name, input, output);
  }

  /**
   * The same, with what the user states beside it, which takes precedence.
   *
   * @param layout of the input; null for none stated, as in all that follow
   * @param side height and width of the input, in pixels, or {@link InputSpec#ANY_SIDE}
   * @param kind what the scores are
   */
  public StatedContract with(
      @Nullable PixelLayout layout, @Nullable Integer side, @Nullable Kind kind) {
    return new StatedContract(
        origin,
        preprocessing,
        name,
        new StatedInput(
            input.name(),
            input.type(),
            layout != null ? layout : input.layout(),
            side != null ? side : input.height(),
            side != null ? side : input.width()),
        new StatedOutput(
            output.name(),
            kind != null ? kind : output.kind(),
            output.classes(),
            output.topK(),
            output.thresholds()));
  }

  /**
   * The preprocessing for an input.
   *
   * @throws ExportException if its images do not fit; it names both sizes
   */
  public Preprocessing preprocessingFor(InputSpec spec) {
    Preprocessing found =
        spec.size().map(preprocessing::input).orElseGet(preprocessing::inputOfAnySize);
    Optional<Size> images = found.imageSize();
    if (spec.takesAnySize()) {
      images.ifPresent(this::refuseOneSize);
    } else {
      refuseMisfit(spec, images.orElseThrow(() -> openSize(spec)));
    }
    return found;
  }

  private ExportException openSize(InputSpec spec) {
    return new ExportException(
        "%s: preprocessing gives images of any size but the input is %dx%d; add a crop"
            .formatted(origin, spec.width(), spec.height()));
  }

  private void refuseOneSize(Size size) {
    throw new ExportException(
        "%s: preprocessing gives images of %dx%d but the input is to take any size; leave out the crop, the exact resize or the letterbox"
            .formatted(origin, size.width(), size.height()));
  }

  private void refuseMisfit(InputSpec spec, Size size) {
    if (size.height() != spec.height() || size.width() != spec.width()) {
      throw new ExportException(
          "%s: preprocessing gives images of %dx%d but the input is %dx%d"
              .formatted(origin, size.width(), size.height(), spec.width(), spec.height()));
    }
    if (takesAnySize()) {
      throw new ExportException(
          "the input takes images of %dx%d only, not of any size"
              .formatted(spec.width(), spec.height()));
    }
    int height = Objects.requireNonNullElse(input.height(), spec.height());
    int width = Objects.requireNonNullElse(input.width(), spec.width());
    if (height != spec.height() || width != spec.width()) {
      throw new ExportException(
          "%s: the input is %dx%d, not %dx%d as stated"
              .formatted(origin, spec.width(), spec.height(), width, height));
    }
  }

  /** How many tags a result has: as stated, else the usual number. */
  public int topK(Kind kind, int classes) {
    Integer topK = output.topK();
    if (topK != null && topK > classes) {
      throw new ExportException(
          "%s: output.topK is %d but there are only %d classes".formatted(origin, topK, classes));
    }
    return topK != null ? topK : kind.usualTopK(classes);
  }

  /** The size of the input that the stated parts allow, if they tell one. */
  public Optional<Size> inputSize() {
    Integer height = input.height();
    Integer width = input.width();
    return height != null && width != null && !takesAnySize()
        ? Optional.of(new Size(height, width))
        : preprocessing.usualSize();
  }

  /** Whether the input is to take images of any size. */
  public boolean takesAnySize() {
    Integer height = input.height();
    return height != null && height == InputSpec.ANY_SIDE;
  }

  private static StatedContract read(Path file) {
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

  /** An image's size after preprocessing is the input's, unless the file says otherwise. */
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
