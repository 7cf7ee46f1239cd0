package dev.tagstream.cli.bench;

import dev.tagstream.bench.picture.Picture;
import dev.tagstream.bench.picture.PictureSize;
import dev.tagstream.bench.picture.Pictures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tagstream bench pictures}. */
@Command(
    name = "pictures",
    description =
        "Writes the pictures that benchmarks generate into a folder, for other programs to work"
            + " on: JPEGs of 500x375 pixels and about 50 KB.")
final class BenchPicturesCommand implements Callable<Integer> {

  @Parameters(paramLabel = "DIR", description = "Where they go; made if it does not exist.")
  private Path folder;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "64",
      description = "How many. Default: ${DEFAULT-VALUE}.")
  private int count;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "They are generated from this number. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Override
  public Integer call() throws IOException {
    Files.createDirectories(folder);
    int number = 0;
    for (Picture picture : Pictures.generated(count, PictureSize.WEB, seed).all()) {
      Files.write(folder.resolve("%04d.jpg".formatted(number++)), picture.encoded());
    }
    return 0;
  }
}
