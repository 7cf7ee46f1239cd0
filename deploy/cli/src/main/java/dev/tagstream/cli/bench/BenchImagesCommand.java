package dev.tagstream.cli.bench;

import dev.tagstream.bench.image.ImageSize;
import dev.tagstream.bench.image.SampleImage;
import dev.tagstream.bench.image.SampleImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code tagstream bench images}. */
@Command(
    name = "images",
    description =
        "Writes the images that benchmarks generate into a folder, for use by other programs: JPEGs"
            + " of 500x375 pixels and about 50 KB.")
final class BenchImagesCommand implements Callable<Integer> {

  @Parameters(paramLabel = "DIR", description = "The folder; created if it does not exist.")
  private Path folder;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "64",
      description = "How many images to write. Default: ${DEFAULT-VALUE}.")
  private int count;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "The seed of the images. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Override
  public Integer call() throws IOException {
    Files.createDirectories(folder);
    int number = 0;
    for (SampleImage image : SampleImages.generated(count, ImageSize.WEB, seed).all()) {
      Files.write(folder.resolve("%04d.jpg".formatted(number++)), image.encoded());
    }
    return 0;
  }
}
