package dev.tagstream.cli.files;

import dev.tagstream.console.ImageFile;
import dev.tagstream.console.UserErrorException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;

/** The files in a list, one path on each line, in UTF-8. The path is the id. */
public final class ListedFiles implements ImageFiles, AutoCloseable {

  /** Programs of Windows begin a text in UTF-8 with it. */
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final Path list;
  private final boolean temporary;

  private ListedFiles(Path list, boolean temporary) {
    this.list = list;
    this.temporary = temporary;
  }

  /**
   * The files of a list.
   *
   * @throws UserErrorException if there is no such list
   */
  public static ListedFiles of(Path list) {
    if (!Files.isReadable(list) || Files.isDirectory(list)) {
      throw new UserErrorException("--from-list must be a readable file but was '" + list + "'");
    }
    return new ListedFiles(list, false);
  }

  /** Reads a list to its end, because a pipe could not be read twice. */
  public static ListedFiles of(InputStream input) throws IOException {
    Path copy = Files.createTempFile("tagstream-list-", ".txt");
    Files.copy(input, copy, StandardCopyOption.REPLACE_EXISTING);
    return new ListedFiles(copy, true);
  }

  @Override
  public void forEach(Visitor visitor) throws IOException, InterruptedException {
    try (BufferedReader lines = Files.newBufferedReader(list)) {
      String first = lines.readLine();
      if (first != null && first.startsWith(BYTE_ORDER_MARK)) {
        first = first.substring(BYTE_ORDER_MARK.length());
      }
      for (String line = first; line != null; line = lines.readLine()) {
        if (line.indexOf('\0') >= 0) {
          throw new UserErrorException(
              "the list %s has a NUL between paths; write each on a line, as find does without -print0"
                  .formatted(name()));
        }
        if (!line.isBlank()) {
          visit(line, visitor);
        }
      }
    } catch (MalformedInputException e) {
      throw new UserErrorException("the list %s is not UTF-8; write it in UTF-8".formatted(name()));
    }
  }

  @Override
  public void close() throws IOException {
    if (temporary) {
      Files.deleteIfExists(list);
    }
  }

  /** For messages. */
  private String name() {
    return temporary ? "on standard input" : list.toString();
  }

  private static void visit(String line, Visitor visitor) throws IOException, InterruptedException {
    Path file;
    BasicFileAttributes attributes;
    try {
      file = Path.of(line);
      attributes = Files.readAttributes(file, BasicFileAttributes.class);
    } catch (IOException | InvalidPathException e) {
      visitor.visitUnreadable(line);
      return;
    }
    if (attributes.isRegularFile()) {
      visitor.visit(new ImageFile(line, file, attributes.size()));
    } else {
      visitor.visitUnreadable(line);
    }
  }
}
