package dev.tagstream.cli.files;

import dev.tagstream.console.ImageFile;
import dev.tagstream.console.UserErrorException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.StreamSupport;

/**
 * Every regular file below a folder, an image or not, with its relative path as id. Symbolic links
 * are followed, except a link to a folder above itself. What the command writes is left out.
 */
public final class FolderFiles implements ImageFiles {

  private final Path folder;
  private final WrittenPlaces written;

  private FolderFiles(Path folder, WrittenPlaces written) {
    this.folder = folder;
    this.written = written;
  }

  /**
   * The files below a folder.
   *
   * @param written by the command
   * @throws UserErrorException if there is no such folder, or it cannot be read or is empty
   */
  public static FolderFiles below(Path folder, WrittenPlaces written) {
    if (!Files.isDirectory(folder)) {
      throw new UserErrorException(folder + " is not a folder; name a folder of images");
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      if (!entries.iterator().hasNext()) {
        throw new UserErrorException(folder + " has no files; name a folder of images");
      }
    } catch (IOException e) {
      throw new UserErrorException(folder + " cannot be read; check its permissions");
    }
    return new FolderFiles(folder, written);
  }

  @Override
  public void forEach(Visitor visitor) throws IOException, InterruptedException {
    visitFolder(folder, new ArrayDeque<>(), visitor);
  }

  private void visitFolder(Path current, Deque<Path> above, Visitor visitor)
      throws IOException, InterruptedException {
    Path real = current.toRealPath();
    if (above.contains(real)) {
      return;
    }
    above.push(real);
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(current)) {
      for (Path entry : entries) {
        visitEntry(entry, above, visitor);
      }
    } catch (IOException | DirectoryIteratorException e) {
      visitor.visitUnreadable(current.toString());
    } finally {
      above.pop();
    }
  }

  private void visitEntry(Path entry, Deque<Path> above, Visitor visitor)
      throws IOException, InterruptedException {
    if (written.has(entry)) {
      return;
    }
    BasicFileAttributes attributes;
    try {
      attributes = Files.readAttributes(entry, BasicFileAttributes.class);
    } catch (IOException e) {
      visitor.visitUnreadable(entry.toString());
      return;
    }
    if (attributes.isDirectory()) {
      visitFolder(entry, above, visitor);
    } else if (attributes.isRegularFile()) {
      visitor.visit(new ImageFile(id(entry), entry, attributes.size()));
    }
  }

  private String id(Path file) {
    Path relative = folder.relativize(file);
    return String.join(
        "/", StreamSupport.stream(relative.spliterator(), false).map(Path::toString).toList());
  }
}
