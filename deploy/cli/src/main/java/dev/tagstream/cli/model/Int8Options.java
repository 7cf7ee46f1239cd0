package dev.tagstream.cli.model;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import dev.tagstream.cli.option.DefaultImageLimits;
import dev.tagstream.console.Console;
import dev.tagstream.console.Progress;
import dev.tagstream.console.UserErrorException;
import dev.tagstream.export.QuantizeModel;
import dev.tagstream.export.quantize.CalibrationPicture;
import dev.tagstream.export.quantize.QuantizeSettings;
import dev.tagstream.export.quantize.RangeRule;
import dev.tagstream.export.quantize.ReduceRange;
import dev.tagstream.pipeline.model.ModelFile;
import dev.tagstream.schemas.model.Contract;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How {@code tagstream export} makes an int8 model. */
final class Int8Options {

  private static final int DEFAULT_IMAGES = 100;

  /** So many prepared images fit any heap beside a model. */
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
      description = "How many images to use. Default: " + DEFAULT_IMAGES + ".")
  private @Nullable Integer images;

  @Option(
      names = "--ranges",
      paramLabel = "minmax|percentile",
      description =
          "How to compute the range of each activation from the images. Default:" + " percentile.")
  private @Nullable RangeRule ranges;

  @Option(
      names = "--reduce-range",
      paramLabel = "auto|on|off",
      description =
          "on: 7-bit weights, which every CPU computes exactly. off: 8-bit weights, which"
              + " are finer, but very wrong on x86 CPUs without VNNI. auto: off if the CPU of this"
              + " machine computes 8-bit weights exactly; use it only if the model will run on"
              + " such CPUs. Default: on.")
  private @Nullable ReduceRange reduceRange;

  /**
   * Refuses what only int8 has, for another precision.
   *
   * @throws UserErrorException if one was given
   */
  void refuseAny() {
    if (Stream.of(folder, images, ranges, reduceRange).anyMatch(option -> option != null)) {
      throw new UserErrorException(
          "--calibration, --calibration-images, --ranges and --reduce-range go with --precision int8 only");
    }
  }

  /**
   * Refuses what cannot be, before anything is done.
   *
   * @throws UserErrorException if there is no folder, or too few images are wanted
   */
  void check() {
    if (folder == null) {
      throw new UserErrorException(
          "--precision int8 needs --calibration, a folder of images like those that the model will see");
    }
    if (count() < CalibrationFolder.MIN_IMAGES || count() > MAX_IMAGES) {
      throw new UserErrorException(
          "--calibration-images must be from %d to %d but was %d"
              .formatted(CalibrationFolder.MIN_IMAGES, MAX_IMAGES, count()));
    }
  }

  /** Makes an int8 model of a float32 one. */
  Contract quantize(Path float32, Path out, Console console) throws IOException {
    CalibrationFolder calibration =
        new CalibrationFolder(requireNonNull(folder), DefaultImageLimits.ofTheJob());
    List<CalibrationPicture> prepared =
        calibration.prepare(ModelFile.read(float32), count(), console);
    QuantizeSettings settings =
        new QuantizeSettings(
            requireNonNullElse(ranges, RangeRule.PERCENTILE),
            requireNonNullElse(reduceRange, ReduceRange.ON).weights());
    try (Progress progress = console.progress("calibrated", prepared.size())) {
      return QuantizeModel.quantize(float32, prepared, settings, out, progress::done);
    }
  }

  private int count() {
    return requireNonNullElse(images, DEFAULT_IMAGES);
  }
}
