package dev.tagstream.cli.bench;

import dev.tagstream.bench.image.ImageSize;
import dev.tagstream.bench.image.SampleImages;
import dev.tagstream.bench.image.Workload;
import dev.tagstream.cli.option.DefaultImageLimits;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The images that a benchmark works on. */
final class ImagesOptions {

  private static final String COUNT = "64";

  @Option(
      names = "--images",
      paramLabel = "DIR",
      description =
          "A folder of images. Default: JPEGs of 500x375 pixels and about 50 KB, generated from"
              + " the seed.")
  private @Nullable Path folder;

  @Option(
      names = "--distinct-images",
      paramLabel = "N",
      defaultValue = COUNT,
      description =
          "How many different images to take or generate; they repeat. Default: ${DEFAULT-VALUE}.")
  private int count;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "The seed of everything that is generated. Default: ${DEFAULT-VALUE}.")
  private long seed;

  long seed() {
    return seed;
  }

  /**
   * The work of one round.
   *
   * @param size of generated images, if the user gives no folder
   * @param images in the round
   * @param threads that share the work
   */
  Workload workload(ImageSize size, long images, int threads) throws IOException {
    SampleImages samples =
        folder == null ? SampleImages.generated(count, size, seed) : SampleImages.in(folder, count);
    return new Workload(samples, DefaultImageLimits.ofTheJob(), Math.toIntExact(images), threads);
  }
}
