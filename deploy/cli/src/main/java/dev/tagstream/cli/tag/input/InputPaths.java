package dev.tagstream.cli.tag.input;

import dev.tagstream.cli.files.IdFilter;
import dev.tagstream.console.UserErrorException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the paths of a command line lead to, one after the other. */
public final class InputPaths implements Inputs {

  private static final String STANDARD_INPUT = "-";

  private final List<Inputs> inputs;

  private InputPaths(List<Inputs> inputs) {
    this.inputs = List.copyOf(inputs);
  }

  /**
   * Opens them.
   *
   * @param paths files, folders, archives, tables, or {@code -} for a list of files
   * @param list is read to its end where {@code -} is among them
   * @param maxEncodedBytes an image with more is not read
   * @throws UserErrorException if one leads to nothing
   */
  public static InputPaths open(
      List<String> paths, InputStream list, IdFilter filter, long maxEncodedBytes)
      throws IOException {
    if (paths.stream().filter(STANDARD_INPUT::equals).count() > 1) {
      throw new UserErrorException("- can be named once: standard input has one list");
    }
    List<Inputs> inputs = new ArrayList<>();
    for (String path : paths) {
      inputs.add(
          path.equals(STANDARD_INPUT)
              ? FileInputs.listed(list, filter)
              : at(Path.of(path), filter, maxEncodedBytes));
    }
    return new InputPaths(inputs);
  }

  private static Inputs at(Path path, IdFilter filter, long maxEncodedBytes) {
    return Files.isRegularFile(path) && ArchiveInputs.isArchive(path)
        ? new ArchiveInputs(path, filter, maxEncodedBytes)
        : FileInputs.at(path, filter);
  }

  /** Whether paths of a command line name one image. */
  public static boolean isOneFile(List<String> paths) {
    return paths.size() == 1
        && !paths.get(0).equals(STANDARD_INPUT)
        && Files.isRegularFile(Path.of(paths.get(0)))
        && !ArchiveInputs.isArchive(Path.of(paths.get(0)));
  }

  @Override
  public boolean isCounted() {
    return inputs.stream().allMatch(Inputs::isCounted);
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
