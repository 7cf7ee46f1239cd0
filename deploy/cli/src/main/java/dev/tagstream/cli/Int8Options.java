package dev.tagstream.cli;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import dev.tagstream.cli.calibrate.CalibrationFolder;
import dev.tagstream.console.Console;
import dev.tagstream.console.Progress;
import dev.tagstream.console.UserErrorException;
import dev.tagstream.export.QuantizeModel;
import dev.tagstream.export.QuantizedModel;
import dev.tagstream.export.quantize.CalibrationPicture;
import dev.tagstream.export.quantize.CalibrationSet;
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

  private static final int USUAL_PICTURES = 150;

  /** So many prepared pictures fit any heap beside a model. */
  private static final int MAX_PICTURES = 1000;

  @Option(
      names = "--calibration",
      paramLabel = "DIR",
      description =
          "A folder of pictures such as the model will see; int8 needs it. Their tags do not"
              + " matter.")
  private @Nullable Path folder;

  @Option(
      names = "--calibration-images",
      paramLabel = "N",
      description =
          "How many of them to use. A fourth of them does not calibrate the model, but tells how"
              + " well it went. Default: "
              + USUAL_PICTURES
              + ".")
  private @Nullable Integer pictures;

  /**
   * Refuses what only int8 has, for another precision.
   *
   * @throws UserErrorException if one was given
   */
  void refuseAny() {
    if (Stream.of(folder, pictures).anyMatch(option -> option != null)) {
      throw new UserErrorException(
          "--calibration and --calibration-images go with --precision int8 only");
    }
  }

  /**
   * Refuses what cannot be, before anything is done.
   *
   * @throws UserErrorException if there is no folder, or too few pictures are wanted
   */
  void check() {
    if (folder == null) {
      throw new UserErrorException(
          "--precision int8 needs --calibration, a folder of pictures such as the model will see");
    }
    if (count() < CalibrationFolder.MIN_PICTURES || count() > MAX_PICTURES) {
      throw new UserErrorException(
          "--calibration-images must be from %d to %d but was %d"
              .formatted(CalibrationFolder.MIN_PICTURES, MAX_PICTURES, count()));
    }
  }

  /** Makes an int8 model of a float32 one. */
  Contract quantize(Path float32, Path out, Console console) throws IOException {
    CalibrationFolder calibration =
        new CalibrationFolder(requireNonNull(folder), VerifyCommand.usualLimits());
    List<CalibrationPicture> prepared =
        calibration.prepare(ModelFile.read(float32), count(), console);
    CalibrationSet set = CalibrationSet.of(prepared);
    QuantizedModel quantized;
    try (Progress progress = console.progress("calibrated", set.calibrating().size())) {
      quantized = QuantizeModel.quantize(float32, set, out, progress::done);
    }
    console.say(
        "estimated agreement with float32: %s, on pictures held back from calibration"
            .formatted(quantized.heldBack()));
    return quantized.contract();
  }

  private int count() {
    return requireNonNullElse(pictures, USUAL_PICTURES);
  }
}
