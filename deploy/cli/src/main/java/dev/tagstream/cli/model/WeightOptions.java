package dev.tagstream.cli.model;

import dev.tagstream.console.Console;
import dev.tagstream.export.source.WeightCache;
import dev.tagstream.export.source.WeightSource;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options for the source of weights and the cache of downloads. */
final class WeightOptions {

  @Option(
      names = "--sha256",
      paramLabel = "HEX",
      description =
          "The SHA-256 digest of the file that --weights names, 64 hexadecimal digits. It"
              + " is checked before the weights are used.")
  private @Nullable String sha256;

  @Option(
      names = "--cache",
      paramLabel = "DIR",
      description =
          "The folder for downloaded weights. Default: $TAGSTREAM_CACHE, else tagstream in"
              + " $XDG_CACHE_HOME or ~/.cache.")
  private @Nullable Path cache;

  /** Parses a user's text. */
  WeightSource source(String weights) {
    return WeightSource.parse(weights, sha256);
  }

  /** The file, downloaded if it is not on this machine. */
  Path locate(WeightSource source, Console console) throws InterruptedException {
    Path folder =
        cache != null
            ? cache
            : WeightCache.usualFolder(System.getenv(), Path.of(System.getProperty("user.home")));
    try (DownloadProgress progress = new DownloadProgress(console)) {
      return source.locate(WeightCache.in(folder, progress));
    }
  }

  /** Refuses these options if no weights are downloaded. */
  void refuse(ExcludedOptions excluded) {
    excluded.refuse("--sha256", sha256);
    excluded.refuse("--cache", cache);
  }
}
