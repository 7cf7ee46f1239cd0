package dev.tagstream.cli.files;

import dev.tagstream.console.UserErrorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The place of a file that exists or is to be written. Two paths are equal as places if they lead
 * to the same file.
 *
 * @param real the path without symbolic links
 */
public record FilePlace(Path real) {

  /** The place to which a path leads. Neither the file nor its folders need exist. */
  public static FilePlace of(Path path) {
    return new FilePlace(real(path.toAbsolutePath()).normalize());
  }

  private static Path real(Path absolute) {
    Path file = absolute;
    try {
      if (Files.exists(file)) {
        return file.toRealPath();
      }
      if (Files.isSymbolicLink(file)) {
        // to a file that is to be written
        file = file.resolveSibling(Files.readSymbolicLink(file));
      }
    } catch (IOException e) {
      // who writes the file will find that, too
      return absolute;
    }
    Path folder = file.getParent();
    Path name = file.getFileName();
    return folder == null || name == null ? file : real(folder).resolve(name);
  }

  /**
   * A path on a command line.
   *
   * @throws UserErrorException if it is empty
   */
  public static Path path(String text) {
    if (text.isEmpty()) {
      throw new UserErrorException(
          "a path is empty, as from a variable that is not set; name a file or a folder, or . for"
              + " the current folder");
    }
    return Path.of(text);
  }

  /**
   * Checks that a file can be written from its beginning.
   *
   * @throws UserErrorException if there is something that is no file, such as a pipe or a device
   */
  public static void requireFile(Path path) {
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      throw new UserErrorException(path + " is not a regular file; name another file to write");
    }
  }
}
