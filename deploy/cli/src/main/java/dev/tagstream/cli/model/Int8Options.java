package dev.tagstream.cli.model;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import dev.tagstream.cli.option.DefaultImageLimits;
import dev.tagstream.console.Console;
import dev.tagstream.console.Progress;
import dev.tagstream.console.UserErrorException;
import dev.tagstream.export.QuantizeModel;
import dev.tagstream.export.QuantizedModel;
import dev.tagstream.export.quantize.CalibrationImage;
import dev.tagstream.export.quantize.CalibrationSet;
import dev.tagstream.pipeline.model.session.ModelFile;
import dev.tagstream.schemas.model.Contract;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of {@code tagstream export} for an int8 model. */
final class Int8Options {

  private static final int DEFAULT_IMAGES = 150;

  /** The most images, so that the prepared images and a model fit into any heap. */
  private static final int MAX_IMAGES = 1000;

  @Option(
      names = "--calibration",
      paramLabel = "DIR",
      description =
          "A folder of images like those that the model will see; required for int8. The"
              + " tags of the images do not matter.")
  private @Nullable Path folder;

  @Option(
      names = "--calibration-images",
      paramLabel = "N",
      description =
          "How many images to use. A quarter of them is held back and measures how well the"
              + " quantized model agrees. Default: "
              + DEFAULT_IMAGES
              + ".")
  private @Nullable Integer images;

  /**
   * Refuses options of int8 for another precision.
   *
   * @throws UserErrorException if one was given
   */
  void refuseAny() {
    if (Stream.of(folder, images).anyMatch(option -> option != null)) {
      throw new UserErrorException(
          "--calibration and --calibration-images go with --precision int8 only");
    }
  }

  /**
   * Validates the options before any work.
   *
   * @throws UserErrorException if there is no folder, or too few images are requested
   */
  void check() {
    if (folder == null) {
      throw new UserErrorException(
          "--precision int8 needs --calibration, a folder of images like those that the model"
              + " will see");
    }
    if (count() < CalibrationFolder.MIN_IMAGES || count() > MAX_IMAGES) {
      throw new UserErrorException(
          "--calibration-images must be from %d to %d but was %d"
              .formatted(CalibrationFolder.MIN_IMAGES, MAX_IMAGES, count()));
    }
  }

  /** Quantizes a float32 model to int8. */
  Contract quantize(Path float32, Path out, Console console) throws IOException {
    CalibrationFolder calibration =
        new CalibrationFolder(requireNonNull(folder), DefaultImageLimits.ofTheJob());
    List<CalibrationImage> prepared =
        calibration.prepare(ModelFile.read(float32), count(), console);
    CalibrationSet set = CalibrationSet.of(prepared);
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
    return quantized.contract();
  }

  private int count() {
    return requireNonNullElse(images, DEFAULT_IMAGES);
  }
}
