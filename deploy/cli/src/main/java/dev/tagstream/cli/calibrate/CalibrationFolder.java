package dev.tagstream.cli.calibrate;

import dev.tagstream.console.Console;
import dev.tagstream.console.PictureFile;
import dev.tagstream.console.PictureFolder;
import dev.tagstream.console.Progress;
import dev.tagstream.console.UserErrorException;
import dev.tagstream.export.quantize.CalibrationPicture;
import dev.tagstream.pipeline.image.ImageDecoder;
import dev.tagstream.pipeline.image.ImageLimits;
import dev.tagstream.pipeline.image.PixelImage;
import dev.tagstream.pipeline.image.PixelNormalizer;
import dev.tagstream.pipeline.image.UnreadableImageException;
import dev.tagstream.pipeline.model.ModelContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Takes pictures out of a folder and prepares them as the job would for a model. */
public final class CalibrationFolder {

  /** With fewer, ranges are those of the pictures rather than of the model. */
  public static final int MIN_PICTURES = 10;

  /** Any will do; always the same, so that the same folder gives the same model. */
  private static final long SHUFFLE_SEED = 20_151_210;

  /** Of a picture that a model of any size takes as it is; its activations are far larger. */
  private static final int MAX_PIXELS = 1 << 20;

  /** Of all prepared pictures; they lie in memory together. */
  private static final long MAX_BYTES = 256L << 20;

  private final Path folder;
  private final ImageLimits limits;

  public CalibrationFolder(Path folder, ImageLimits limits) {
    this.folder = folder;
    this.limits = limits;
  }

  /**
   * Prepares pictures, taken from all over the folder; files that are none are passed over.
   *
   * @param contract of the model
   * @param wanted so many, or all where there are fewer
   * @throws UserErrorException if there are fewer than {@link #MIN_PICTURES}
   */
  public List<CalibrationPicture> prepare(ModelContract contract, int wanted, Console console)
      throws IOException {
    List<PictureFile> files = new ArrayList<>(PictureFolder.list(folder));
    Collections.shuffle(files, new Random(SHUFFLE_SEED));
    List<CalibrationPicture> pictures = new ArrayList<>();
    int skipped = 0;
    long bytes = 0;
    try (Preparation preparation = new Preparation(contract);
        Progress progress = console.progress("prepared", Math.min(wanted, files.size()))) {
      for (PictureFile file : files) {
        if (pictures.size() == wanted || bytes >= MAX_BYTES) {
          break;
        }
        Optional<CalibrationPicture> picture = preparation.of(file);
        picture.ifPresent(pictures::add);
        bytes += picture.map(prepared -> prepared.row().length).orElse(0);
        skipped += picture.isPresent() ? 0 : 1;
        progress.done(pictures.size());
      }
    }
    requireEnough(pictures.size(), skipped);
    console.say(
        "prepared %d pictures of %s; %d files were skipped, being no pictures or too large"
            .formatted(pictures.size(), folder, skipped));
    return pictures;
  }

  private void requireEnough(int pictures, int skipped) {
    if (pictures < MIN_PICTURES) {
      throw new UserErrorException(
          "%s: calibration needs at least %d pictures but the folder has %d, and %d files that are none; name a folder of pictures such as the model will see"
              .formatted(folder, MIN_PICTURES, pictures, skipped));
    }
  }

  /** Prepares one picture after the other. */
  private final class Preparation implements AutoCloseable {

    private final ModelContract contract;
    private final ImageDecoder decoder;
    private final PixelNormalizer normalizer;

    private Preparation(ModelContract contract) {
      this.contract = contract;
      this.decoder = new ImageDecoder(contract.preprocessing(), limits);
      this.normalizer =
          new PixelNormalizer(
              contract.preprocessing(), contract.input().type(), contract.input().layout());
    }

    /** The picture of a file; empty if it is none, or too large. */
    private Optional<CalibrationPicture> of(PictureFile file) throws IOException {
      if (file.bytes() > limits.maxEncodedBytes()) {
        return Optional.empty();
      }
      try {
        PixelImage pixels = decoder.decode(Files.readAllBytes(file.path())).pixels();
        if (pixels.width() * pixels.height() > MAX_PIXELS && contract.input().takesAnySize()) {
          return Optional.empty();
        }
        byte[] row = normalizer.normalize(pixels).clone();
        return Optional.of(new CalibrationPicture(pixels.height(), pixels.width(), row));
      } catch (UnreadableImageException e) {
        return Optional.empty();
      }
    }

    @Override
    public void close() {
      decoder.close();
    }
  }
}
