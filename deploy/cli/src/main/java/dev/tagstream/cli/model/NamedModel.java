package dev.tagstream.cli.model;

import dev.tagstream.cli.files.FilePlace;
import dev.tagstream.console.Console;
import dev.tagstream.console.UserErrorException;
import dev.tagstream.export.ExportModel;
import dev.tagstream.export.ExportRequest;
import dev.tagstream.export.contract.LabelFile;
import dev.tagstream.export.resnet.PoolPadding;
import dev.tagstream.export.source.KnownWeights;
import dev.tagstream.export.source.WeightCache;
import dev.tagstream.export.source.WeightSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Locates a model that a user names: a model file, or well-known weights, which are downloaded,
 * checked and exported on first use.
 */
public final class NamedModel {

  /** The version of exported files. Increase it when the exporter writes different files. */
  private static final String EXPORTED = "exported-1";

  private final Path cache;
  private final Console console;

  /**
   * Creates a locator of models.
   *
   * @param cache the folder of downloads and exported models
   * @param console receives the progress
   */
  public NamedModel(Path cache, Console console) {
    this.cache = cache;
    this.console = console;
  }

  /** The default folder of downloads and exported models. */
  public static Path usualCache() {
    return WeightCache.usualFolder(System.getenv(), Path.of(System.getProperty("user.home")));
  }

  /**
   * The file of a model.
   *
   * @param model a path or a well-known name
   * @throws UserErrorException if it is neither
   * @throws dev.tagstream.export.problem.ExportException if well-known weights cannot be downloaded
   *     or exported
   */
  public Path locate(String model) throws InterruptedException {
    Path path = FilePlace.path(model);
    if (Files.exists(path)) {
      return path;
    }
    return exported(
        KnownWeights.named(model)
            .orElseThrow(
                () ->
                    new UserErrorException(
                        "--model %s is neither a file nor a well-known name, such as keras/resnet50 or torchvision/resnet50; 'tagstream export --help' tells how to make a file"
                            .formatted(model))));
  }

  /** The model file of well-known weights, exported if it does not exist. */
  Path exported(KnownWeights known) throws InterruptedException {
    Path file =
        cache.resolve(EXPORTED).resolve(known.digest().hex()).resolve(known.modelName() + ".onnx");
    if (Files.exists(file)) {
      return file;
    }
    Path weights;
    try (DownloadProgress progress = new DownloadProgress(console)) {
      weights =
          new WeightSource.Remote(known.url(), known.digest(), known)
              .locate(WeightCache.in(cache, progress));
    }
    console.say("exporting %s, once, to %s".formatted(known.name(), file));
    try {
      Files.createDirectories(file.getParent());
    } catch (IOException e) {
      throw new UserErrorException(
          "%s cannot be written: %s; set TAGSTREAM_CACHE to another folder".formatted(file, e));
    }
    ExportModel.export(request(known, weights, file));
    return file;
  }

  private static ExportRequest request(KnownWeights known, Path weights, Path file) {
    return ExportRequest.builder(weights, file)
        .labels(LabelFile.IMAGENET)
        .name(known.modelName())
        .preprocessing(known.preprocessing())
        .poolPadding(
            Optional.ofNullable(known.poolPadding()).flatMap(PoolPadding::ofPixels).orElse(null))
        .build();
  }
}
