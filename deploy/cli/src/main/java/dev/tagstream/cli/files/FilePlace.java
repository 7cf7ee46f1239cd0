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

  /** The place to which a path leads. */
  public static FilePlace of(Path path) {
    Path absolute = path.toAbsolutePath();
    try {
      if (Files.exists(absolute)) {
        return new FilePlace(absolute.toRealPath());
      }
      if (Files.isSymbolicLink(absolute)) {
        // to a file that is to be written
        absolute = absolute.resolveSibling(Files.readSymbolicLink(absolute));
      }
      Path folder = absolute.getParent();
      Path name = absolute.getFileName();
      if (folder != null && name != null) {
        return new FilePlace(folder.toRealPath().resolve(name));
      }
    } catch (IOException e) {
      // there is no such folder, which whoever writes the file will find, too
    }
    return new FilePlace(absolute.normalize());
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
