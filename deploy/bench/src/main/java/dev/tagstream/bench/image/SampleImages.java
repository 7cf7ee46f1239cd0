package dev.tagstream.bench.image;

import dev.tagstream.console.ImageFile;
import dev.tagstream.console.ImageFolder;
import dev.tagstream.console.UserErrorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The images of a benchmark. A benchmark that needs more repeats them.
 *
 * @param description for the report
 * @param all the images, at least one
 */
public record SampleImages(String description, List<SampleImage> all) {

  private static final double BYTES_PER_KB = 1000;

  public SampleImages {
    all = List.copyOf(all);
  }

  /**
   * Images generated from a seed.
   *
   * @param count the number of different images
   */
  public static SampleImages generated(int count, ImageSize size, long seed) {
    List<SampleImage> samples = new GeneratedImages(size, seed).next(count);
    return new SampleImages(
        "%d generated JPEGs of %s, %s, seed %d".formatted(count, size, average(samples), seed),
        samples);
  }

  /**
   * The first files of a folder, ordered by name.
   *
   * @param most the largest number of files
   * @throws UserErrorException if there are no files or one cannot be read
   */
  public static SampleImages in(Path folder, int most) throws IOException {
    List<SampleImage> samples = new ArrayList<>();
    for (ImageFile file : ImageFolder.list(folder)) {
      if (samples.size() == most) {
        break;
      }
      if (!Files.isReadable(file.path())) {
        throw new UserErrorException(file.path() + " cannot be read; check its permissions");
      }
      samples.add(new SampleImage(file.id(), Files.readAllBytes(file.path())));
    }
    return new SampleImages(
        "%d files of %s, %s".formatted(samples.size(), folder, average(samples)), samples);
  }

  /** The image with a number, which may exceed the number of images. */
  public SampleImage of(long number) {
    return all.get((int) (number % all.size()));
  }

  private static String average(List<SampleImage> samples) {
    double bytes = samples.stream().mapToInt(sample -> sample.encoded().length).average().orElse(0);
    return String.format(Locale.ROOT, "%.1f KB on average", bytes / BYTES_PER_KB);
  }

  /** The mean size of the images, in bytes. */
  public double averageBytes() {
    return all.stream().mapToInt(sample -> sample.encoded().length).average().orElse(0);
  }
}
