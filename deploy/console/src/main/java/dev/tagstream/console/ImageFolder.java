package dev.tagstream.console;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * Lists every regular file below a folder, an image or not. Symbolic links are followed; a broken
 * link, and a link to a folder above itself, are left out.
 */
public final class ImageFolder {

  private ImageFolder() {}

  /**
   * Lists the files below a folder, sorted by id.
   *
   * @throws UserErrorException if there is no such folder, it cannot be read, or it is empty
   */
  public static List<ImageFile> list(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new UserErrorException(folder + " is not a folder; name a folder of images");
    }
    Listing listing = new Listing(folder);
    Files.walkFileTree(
        folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, listing);
    if (listing.files.isEmpty()) {
      throw new UserErrorException(folder + " has no files; name a folder of images");
    }
    listing.files.sort(Comparator.comparing(ImageFile::id));
    requireOwnIds(listing.files);
    return listing.files;
  }

  /** Refuses files with equal ids: names that are not valid Unicode can become the same text. */
  private static void requireOwnIds(List<ImageFile> files) {
    Set<String> ids = new HashSet<>();
    for (ImageFile file : files) {
      if (!ids.add(file.id())) {
        throw new UserErrorException(
            "two files read as '%s' because their names are not valid UTF-8; rename one"
                .formatted(file.id()));
      }
    }
  }

  private static final class Listing extends SimpleFileVisitor<Path> {

    private final Path folder;
    private final List<ImageFile> files = new ArrayList<>();

    private Listing(Path folder) {
      this.folder = folder;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (attributes.isRegularFile()) {
        files.add(new ImageFile(id(file), file, attributes.size()));
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
      if (e instanceof FileSystemLoopException) {
        return FileVisitResult.CONTINUE;
      }
      throw new UserErrorException(file + " cannot be read; check its permissions");
    }

    private String id(Path file) {
      Path relative = folder.relativize(file);
      return String.join(
          "/", StreamSupport.stream(relative.spliterator(), false).map(Path::toString).toList());
    }
  }
}
