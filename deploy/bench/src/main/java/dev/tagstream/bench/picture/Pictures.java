package dev.tagstream.bench.picture;

import dev.tagstream.console.PictureFile;
import dev.tagstream.console.PictureFolder;
import dev.tagstream.console.UserErrorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What benchmarks work on; where they need more, they begin anew.
 *
 * @param description for the report
 * @param all at least one
 */
public record Pictures(String description, List<Picture> all) {

  private static final double BYTES_PER_KB = 1000;

  public Pictures {
    all = List.copyOf(all);
  }

  /**
   * Pictures made from a seed.
   *
   * @param count how many different ones
   */
  public static Pictures generated(int count, PictureSize size, long seed) {
    List<Picture> pictures = new GeneratedPictures(size, seed).next(count);
    return new Pictures(
        "%d generated JPEGs of %s, %s, seed %d".formatted(count, size, average(pictures), seed),
        pictures);
  }

  /**
   * The first files of a folder, in the order of their names.
   *
   * @param most so many, or all where there are fewer
   * @throws UserErrorException if there are none or one cannot be read
   */
  public static Pictures in(Path folder, int most) throws IOException {
    List<Picture> pictures = new ArrayList<>();
    for (PictureFile file : PictureFolder.list(folder)) {
      if (pictures.size() == most) {
        break;
      }
      if (!Files.isReadable(file.path())) {
        throw new UserErrorException(file.path() + " cannot be read; check its permissions");
      }
      pictures.add(new Picture(file.id(), Files.readAllBytes(file.path())));
    }
    return new Pictures(
        "%d files of %s, %s".formatted(pictures.size(), folder, average(pictures)), pictures);
  }

  /** The picture of a number that may be larger than there are pictures. */
  public Picture of(long number) {
    return all.get((int) (number % all.size()));
  }

  private static String average(List<Picture> pictures) {
    double bytes =
        pictures.stream().mapToInt(picture -> picture.encoded().length).average().orElse(0);
    return String.format(Locale.ROOT, "%.1f KB on average", bytes / BYTES_PER_KB);
  }

  /** The mean length of the pictures, in bytes. */
  public double averageBytes() {
    return all.stream().mapToInt(picture -> picture.encoded().length).average().orElse(0);
  }
}
