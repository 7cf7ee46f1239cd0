package dev.tagstream.cli.tag.input;

import dev.tagstream.cli.files.FilePlace;
import dev.tagstream.cli.files.IdFilter;
import dev.tagstream.cli.files.WrittenPlaces;
import dev.tagstream.console.UserErrorException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The images of all paths on a command line, in order. */
public final class InputPaths implements Inputs {

  private static final String STANDARD_INPUT = "-";

  private static final List<String> ARCHIVES = List.of(".tar", ".tar.gz", ".tgz", ".parquet");

  private final List<Inputs> inputs;

  private InputPaths(List<Inputs> inputs) {
    this.inputs = List.copyOf(inputs);
  }

  /**
   * Opens paths.
   *
   * @param paths files, folders, archives, tables, URIs, or {@code -} for a list of files
   * @param list the list for {@code -}, read to its end
   * @param written by the command, which are no images of a folder
   * @throws UserErrorException if a path does not exist
   */
  public static InputPaths open(
      List<String> paths,
      InputStream list,
      IdFilter filter,
      WrittenPlaces written,
      InputSettings settings)
      throws IOException {
    if (paths.stream().filter(STANDARD_INPUT::equals).count() > 1) {
      throw new UserErrorException("- can be named once: standard input has one list");
    }
    List<Inputs> inputs = new ArrayList<>();
    for (String path : paths) {
      FilePlace.path(path);
      inputs.add(
          path.equals(STANDARD_INPUT)
              ? FileInputs.listed(list, filter)
              : at(path, filter, written, settings));
    }
    return new InputPaths(inputs);
  }

  private static Inputs at(
      String place, IdFilter filter, WrittenPlaces written, InputSettings settings) {
    return isUri(place) || isArchive(Path.of(place))
        ? new StoredInputs(settings.stores(), place, filter, settings.reading())
        : FileInputs.at(Path.of(place), filter, written);
  }

  /** Whether a place has the scheme of a store, such as {@code s3:}. */
  public static boolean isUri(String place) {
    return place.matches("[a-z][a-z0-9]+://.*");
  }

  private static boolean isArchive(Path path) {
    String name = path.toString().toLowerCase(Locale.ROOT);
    return ARCHIVES.stream().anyMatch(name::endsWith) && Files.isRegularFile(path);
  }

  /** Whether the paths on a command line are a single image. */
  public static boolean isOneFile(List<String> paths) {
    return paths.size() == 1
        && !paths.get(0).equals(STANDARD_INPUT)
        && !isUri(paths.get(0))
        && Files.isRegularFile(Path.of(paths.get(0)))
        && !isArchive(Path.of(paths.get(0)));
  }

  @Override
  public void forEachListed(Visitor visitor) throws IOException, InterruptedException {
    for (Inputs each : inputs) {
      each.forEachListed(visitor);
    }
  }

  @Override
  public void forEach(Visitor visitor) throws IOException, InterruptedException {
    for (Inputs each : inputs) {
      each.forEach(visitor);
    }
  }

  @Override
  public void close() throws IOException {
    for (Inputs each : inputs) {
      each.close();
    }
  }
}
