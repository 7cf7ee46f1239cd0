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
   * @param paths files, folders, or {@code -} for a list of files
   * @param list is read to its end where {@code -} is among them
   * @throws UserErrorException if one leads to nothing
   */
  public static InputPaths open(List<String> paths, InputStream list, IdFilter filter)
      throws IOException {
    if (paths.stream().filter(STANDARD_INPUT::equals).count() > 1) {
      throw new UserErrorException("- can be named once: standard input has one list");
    }
    List<Inputs> inputs = new ArrayList<>();
    for (String path : paths) {
      inputs.add(
          path.equals(STANDARD_INPUT)
              ? FileInputs.listed(list, filter)
              : FileInputs.at(Path.of(path), filter));
    }
    return new InputPaths(inputs);
  }

  /** Whether paths of a command line name one file. */
  public static boolean isOneFile(List<String> paths) {
    return paths.size() == 1
        && !paths.get(0).equals(STANDARD_INPUT)
        && Files.isRegularFile(Path.of(paths.get(0)));
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
