package dev.tagstream.export.contract;

import dev.tagstream.export.problem.ExportException;
import dev.tagstream.schemas.model.InputSpec;
import dev.tagstream.schemas.model.OutputSpec.Kind;
import dev.tagstream.schemas.model.PixelLayout;
import dev.tagstream.schemas.model.PixelType;
import dev.tagstream.schemas.model.Preprocessing;
import dev.tagstream.schemas.model.Size;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The facts about a model that a user states: a preset's name, or a file with the preprocessing,
 * alone or in a contract whose other fields are optional. They override the facts in the model
 * itself.
 *
 * @param origin the preset or the file, for error messages
 * @param name for the model; null if it is not stated; the same holds for the other fields
 * @param input of the graph
 * @param output of the graph
 */
public record StatedContract(
    String origin,
    PreprocessingFor preprocessing,
    @Nullable String name,
    StatedInput input,
    StatedOutput output) {

  /** Provides the preprocessing for an input. */
  public interface PreprocessingFor {
    Preprocessing input(Size size);

    /** The default size of the input; empty if unknown. */
    default Optional<Size> usualSize() {
      return Optional.empty();
    }

    /**
     * The preprocessing for an input of any size: without resizing, unless a file says otherwise.
     */
    default Preprocessing inputOfAnySize() {
      return input(new Size(1, 1)).withoutResizing();
    }
  }

  /** The stated input; sides may be {@link InputSpec#ANY_SIDE}. */
  public record StatedInput(
      @Nullable String name,
      @Nullable PixelType type,
      @Nullable PixelLayout layout,
      @Nullable Integer height,
      @Nullable Integer width) {

    static final StatedInput NOTHING = new StatedInput(null, null, null, null, null);
  }

  /** The stated output; fields that are not stated are null. */
  public record StatedOutput(
      @Nullable String name,
      @Nullable Kind kind,
      @Nullable Integer classes,
      @Nullable Integer topK,
      List<Double> thresholds) {

    static final StatedOutput NOTHING = new StatedOutput(null, null, null, null, List.of());
  }

  /**
   * Reads a command's argument.
   *
   * @param presetOrFile the name of a {@link PreprocessingPreset} or the path of a file in
   *     Tagstream's format, of a preprocessor of Hugging Face or of a configuration of timm
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
    return StatedContractFile.read(file);
  }

  /** A contract that states a preset alone. */
  public static StatedContract of(PreprocessingPreset preset) {
    return new StatedContract(
        preset.toString(), preset::forInput, null, StatedInput.NOTHING, StatedOutput.NOTHING);
  }

  /**
   * The preprocessing of a published model alone.
   *
   * @param origin for error messages
   */
  static StatedContract of(String origin, PreprocessingFor preprocessing) {
    return new StatedContract(
        origin, preprocessing, null, StatedInput.NOTHING, StatedOutput.NOTHING);
  }

  /** As {@link #of(String, PreprocessingFor)}, whatever the input. */
  static StatedContract of(String origin, Preprocessing preprocessing) {
    return of(origin, new StatedContractFile.FromFile(preprocessing));
  }

  /** The same contract with another preprocessing. */
  public StatedContract with(PreprocessingFor other) {
    return new StatedContract(origin, other, name, input, output);
  }

  /**
   * The same contract with options of the user, which take precedence.
   *
   * @param layout of the input; null if it is not stated; the same holds for the others
   * @param side height and width of the input, in pixels, or {@link InputSpec#ANY_SIDE}
   * @param kind of the scores
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
        "%s: preprocessing produces images of any size but the input is %dx%d; add a crop"
            .formatted(origin, spec.width(), spec.height()));
  }

  private void refuseOneSize(Size size) {
    throw new ExportException(
        "%s: preprocessing produces images of %dx%d but the input takes any size; leave out the crop, the exact resize or the letterbox"
            .formatted(origin, size.width(), size.height()));
  }

  private void refuseMisfit(InputSpec spec, Size size) {
    if (size.height() != spec.height() || size.width() != spec.width()) {
      throw new ExportException(
          "%s: preprocessing produces images of %dx%d but the input is %dx%d"
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

  /** The most tags of a result: the stated number, otherwise the usual one. */
  public int topK(Kind kind, int classes) {
    Integer topK = output.topK();
    if (topK != null && topK > classes) {
      throw new ExportException(
          "%s: output.topK is %d but there are only %d classes".formatted(origin, topK, classes));
    }
    return topK != null ? topK : kind.usualTopK(classes);
  }

  /** The stated size of the input; empty if it is open. */
  public Optional<Size> inputSize() {
    Integer height = input.height();
    Integer width = input.width();
    return height != null && width != null && !takesAnySize()
        ? Optional.of(new Size(height, width))
        : preprocessing.usualSize();
  }

  /** Whether the input takes images of any size. */
  public boolean takesAnySize() {
    Integer height = input.height();
    return height != null && height == InputSpec.ANY_SIDE;
  }
}
