package dev.tagstream.cli.model;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import dev.tagstream.cli.option.DefaultImageLimits;
import dev.tagstream.console.Console;
import dev.tagstream.console.Progress;
import dev.tagstream.console.UserErrorException;
import dev.tagstream.export.AddReference;
import dev.tagstream.export.QuantizeModel;
import dev.tagstream.export.QuantizedModel;
import dev.tagstream.export.quantize.CalibrationImage;
import dev.tagstream.export.quantize.CalibrationSet;
import dev.tagstream.pipeline.model.session.ModelFile;
import dev.tagstream.schemas.model.Contract;
import dev.tagstream.schemas.model.Precision;
import dev.tagstream.schemas.model.ReferenceTags;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of {@code tagstream export} for images like those that the model will see. */
final class CalibrationOptions {

  private static final int DEFAULT_IMAGES = 150;

  /** The most images, so that the prepared images and a model fit into any heap. */
  private static final int MAX_IMAGES = 1000;

  @Option(
      names = "--calibration",
      paramLabel = "DIR",
      description =
          "A folder of images like those that the model will see; required for int8. Their own"
              + " tags do not matter. In each precision, the shares of the tags that the model gives"
              + " them become the drift reference in the file.")
  private @Nullable Path folder;

  @Option(
      names = "--calibration-images",
      paramLabel = "N",
      description =
          "How many images to use. With int8, a quarter of them is held back and measures how well"
              + " the quantized model agrees. Default: "
              + DEFAULT_IMAGES
              + ".")
  private @Nullable Integer images;

  /**
   * Validates the options before any work.
   *
   * @param precision of the model to write; null for the one that it has
   * @throws UserErrorException if int8 has no folder, or the number of images is wrong
   */
  void check(@Nullable Precision precision) {
    if (folder == null && precision == Precision.INT8) {
      throw new UserErrorException(
          "--precision int8 needs --calibration, a folder of images like those that the model"
              + " will see");
    }
    if (folder == null && images != null) {
      throw new UserErrorException("--calibration-images needs --calibration, a folder of images");
    }
    if (count() < CalibrationFolder.MIN_IMAGES || count() > MAX_IMAGES) {
      throw new UserErrorException(
          "--calibration-images must be from %d to %d but was %d"
              .formatted(CalibrationFolder.MIN_IMAGES, MAX_IMAGES, count()));
    }
  }

  /** Quantizes a float32 model to int8. */
  Contract quantize(Path float32, Path out, Console console) throws IOException {
    CalibrationSet set = CalibrationSet.of(prepare(requireNonNull(folder), float32, console));
    QuantizedModel quantized;
    try (Progress progress = console.progress("calibrated", set.calibrating().size())) {
      quantized = QuantizeModel.quantize(float32, set, out, progress::done);
    }
    // a model with an embedding only has no best class
    if (quantized.heldBack().images() > 0) {
      console.say(
          "estimated agreement with float32: %s, on images held back from calibration"
              .formatted(quantized.heldBack()));
    }
    say(quantized.reference(), console);
    return quantized.contract();
  }

  /** Adds a reference to a model's file, if there are images. */
  void addReference(Path model, Console console) throws IOException {
    if (folder != null) {
      say(AddReference.to(model, prepare(folder, model, console)), console);
    }
  }

  private List<CalibrationImage> prepare(Path images, Path model, Console console)
      throws IOException {
    return new CalibrationFolder(images, DefaultImageLimits.ofTheJob())
        .prepare(ModelFile.read(model), count(), console);
  }

  private static void say(@Nullable ReferenceTags reference, Console console) {
    console.say(
        reference == null
            ? "no drift reference: the model gives none of the images a tag"
            : "drift reference: %d images, %d labels, mean confidence %.3f"
                .formatted(
                    reference.images(), reference.classes().size(), reference.meanConfidence()));
  }

  private int count() {
    return requireNonNullElse(images, DEFAULT_IMAGES);
  }
}
