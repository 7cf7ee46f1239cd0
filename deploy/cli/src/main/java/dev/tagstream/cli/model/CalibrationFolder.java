package dev.tagstream.cli.model;

import dev.tagstream.console.Console;
import dev.tagstream.console.ImageFile;
import dev.tagstream.console.ImageFolder;
import dev.tagstream.console.Progress;
import dev.tagstream.console.UserErrorException;
import dev.tagstream.export.quantize.CalibrationImage;
import dev.tagstream.pipeline.image.ImageDecoder;
import dev.tagstream.pipeline.image.ImageLimits;
import dev.tagstream.pipeline.image.PixelNormalizer;
import dev.tagstream.pipeline.model.ModelContract;
import dev.tagstream.pipeline.record.PixelImage;
import dev.tagstream.pipeline.record.UnreadableImageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Selects images of a folder and preprocesses them as the job would for a model. */
public final class CalibrationFolder {

  /** With fewer images, the ranges would depend on the images rather than on the model. */
  public static final int MIN_IMAGES = 10;

  /** A fixed seed, so that the same folder gives the same model. */
  private static final long SHUFFLE_SEED = 20_151_210;

  /**
   * The most pixels of an image for a model that takes any size; its activations are far larger.
   */
  private static final int MAX_PIXELS = 1 << 20;

  /** The most bytes of all prepared images, which are in memory together. */
  private static final long MAX_BYTES = 256L << 20;

  private final Path folder;
  private final ImageLimits limits;

  public CalibrationFolder(Path folder, ImageLimits limits) {
    this.folder = folder;
    this.limits = limits;
  }

  /**
   * Preprocesses images from all parts of the folder; skips files that are not images.
   *
   * @param contract of the model
   * @param wanted the number of images, or all if there are fewer
   * @throws UserErrorException if there are fewer than {@link #MIN_IMAGES}
   */
  public List<CalibrationImage> prepare(ModelContract contract, int wanted, Console console)
      throws IOException {
    List<ImageFile> files = new ArrayList<>(ImageFolder.list(folder));
    Collections.shuffle(files, new Random(SHUFFLE_SEED));
    List<CalibrationImage> images = new ArrayList<>();
    int skipped = 0;
    long bytes = 0;
    try (Preparation preparation = new Preparation(contract);
        Progress progress = console.progress("prepared", Math.min(wanted, files.size()))) {
      for (ImageFile file : files) {
        if (images.size() == wanted || bytes >= MAX_BYTES) {
          break;
        }
        Optional<CalibrationImage> image = preparation.of(file);
        image.ifPresent(images::add);
        bytes += image.map(prepared -> prepared.row().length).orElse(0);
        skipped += image.isPresent() ? 0 : 1;
        progress.done(images.size());
      }
    }
    requireEnough(images.size(), skipped);
    console.say(
        "prepared %d images of %s; %d files were skipped because they are not images or too large"
            .formatted(images.size(), folder, skipped));
    return images;
  }

  private void requireEnough(int images, int skipped) {
    if (images < MIN_IMAGES) {
      throw new UserErrorException(
          "%s: calibration needs at least %d images but the folder has %d, and %d other files; name a folder of images like those that the model will see"
              .formatted(folder, MIN_IMAGES, images, skipped));
    }
  }

  /** Prepares one image after the other. */
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

    /** The image of a file; empty if it is not an image, or too large. */
    private Optional<CalibrationImage> of(ImageFile file) throws IOException {
      if (file.bytes() > limits.maxEncodedBytes()) {
        return Optional.empty();
      }
      try {
        PixelImage pixels = decoder.decode(Files.readAllBytes(file.path())).pixels();
        if (pixels.width() * pixels.height() > MAX_PIXELS && contract.input().takesAnySize()) {
          return Optional.empty();
        }
        byte[] row = normalizer.normalize(pixels).clone();
        return Optional.of(new CalibrationImage(pixels.height(), pixels.width(), row));
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
