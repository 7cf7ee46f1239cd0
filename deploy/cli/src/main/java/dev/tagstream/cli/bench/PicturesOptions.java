package dev.tagstream.cli.bench;

import dev.tagstream.bench.frame.Rounds;
import dev.tagstream.bench.picture.PictureSize;
import dev.tagstream.bench.picture.Pictures;
import dev.tagstream.bench.picture.Workload;
import dev.tagstream.cli.option.DefaultImageLimits;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a benchmark works on. */
final class PicturesOptions {

  private static final String COUNT = "64";

  @Option(
      names = "--pictures",
      paramLabel = "DIR",
      description =
          "A folder of pictures. Default: JPEGs of 500x375 pixels and about 50 KB, generated from"
              + " the seed.")
  private @Nullable Path folder;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = COUNT,
      description = "The most different pictures. Default: ${DEFAULT-VALUE}.")
  private int count;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Whatever is generated is so from this number. Default: ${DEFAULT-VALUE}.")
  private long seed;

  long seed() {
    return seed;
  }

  /** Pictures of the usual size, as many of them as a plan wants. */
  Workload workload(Rounds.Plan plan, int threads) throws IOException {
    return new Workload(
        pictures(PictureSize.WEB),
        DefaultImageLimits.ofTheJob(),
        Math.toIntExact(plan.images()),
        threads);
  }

  /** The folder's, or generated ones of a size. */
  Pictures pictures(PictureSize size) throws IOException {
    return folder == null ? Pictures.generated(count, size, seed) : Pictures.in(folder, count);
  }
}
