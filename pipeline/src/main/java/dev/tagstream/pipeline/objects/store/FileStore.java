package dev.tagstream.pipeline.objects.store;

import dev.tagstream.pipeline.objects.store.ObjectUnavailableException.Cause;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Files on this machine or on mounted file systems. Folders are listed recursively, in the order of
 * names. Links to files are followed, links to folders are not. The token of a page is the path of
 * its last file, relative to the listed folder.
 */
public final class FileStore implements ObjectStore {

  /** The prefix of the URIs of files. */
  public static final String SCHEME = "file:";

  private static final int FILES_IN_A_PAGE = 1000;

  private final int filesInAPage;

  /**
   * The folder that was listed last. It is kept so that the next page of a large folder does not
   * read it again.
   */
  private @Nullable Folder lastListed;

  private record Folder(Path path, Path[] entries) {}

  /** A store of all files on this machine. */
  public FileStore() {
    this(FILES_IN_A_PAGE);
  }

  /** A store with pages of {@code filesInAPage} files. */
  public FileStore(int filesInAPage) {
    this.filesInAPage = filesInAPage;
  }

  @Override
  public ObjectPage list(String uri, @Nullable String token) throws IOException {
    Path root = path(uri);
    try {
      if (!Files.isDirectory(root)) {
        return new ObjectPage(List.of(object(root)), null);
      }
      List<Path> files = new ArrayList<>();
      boolean isFull = !collect(root, token == null ? null : root.resolve(token), files);
      List<StoredObject> objects = new ArrayList<>(files.size());
      for (Path file : files) {
        addIfThere(file, objects);
      }
      return new ObjectPage(
          objects, isFull ? root.relativize(files.get(files.size() - 1)).toString() : null);
    } catch (NoSuchFileException gone) {
      throw new ObjectUnavailableException(Cause.NOT_FOUND, root + " does not exist");
    } catch (AccessDeniedException denied) {
      throw new ObjectUnavailableException(
          Cause.NOT_ALLOWED, denied.getFile() + " cannot be read; check its permissions");
    }
  }

  /**
   * Adds the files of a folder after a given file, until the page is full.
   *
   * @return whether the page had room for all of them
   */
  private boolean collect(Path folder, @Nullable Path after, List<Path> files) throws IOException {
    Path[] entries = after == null ? freshEntries(folder) : entries(folder);
    for (int i = after == null ? 0 : firstFrom(entries, folder, after); i < entries.length; i++) {
      Path entry = entries[i];
      boolean isFolder = Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS);
      if (isFolder) {
        boolean isBegun = after != null && after.startsWith(entry);
        if (!collect(entry, isBegun ? after : null, files)) {
          return false;
        }
      } else if (!entry.equals(after) && Files.isRegularFile(entry)) {
        if (files.size() == filesInAPage) {
          return false;
        }
        files.add(entry);
      }
    }
    return true;
  }

  /** The index of the entry that is the file or contains it, or where it would be. */
  private static int firstFrom(Path[] entries, Path folder, Path file) {
    Path entry = folder.resolve(folder.relativize(file).getName(0));
    int index = Arrays.binarySearch(entries, entry);
    return index < 0 ? -index - 1 : index;
  }

  private synchronized Path[] entries(Path path) throws IOException {
    Folder last = lastListed;
    return last != null && last.path.equals(path) ? last.entries : freshEntries(path);
  }

  private synchronized Path[] freshEntries(Path path) throws IOException {
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(path)) {
      stream.forEach(entries::add);
    }
    Path[] sorted = entries.toArray(Path[]::new);
    Arrays.sort(sorted);
    lastListed = new Folder(path, sorted);
    return sorted;
  }

  /** Adds a file, unless it was deleted since its folder was listed. */
  private static void addIfThere(Path file, List<StoredObject> objects) throws IOException {
    try {
      objects.add(object(file));
    } catch (NoSuchFileException gone) {
      // a deleted file is not listed
    }
  }

  private static StoredObject object(Path file) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    return new StoredObject(
        file.toUri().toString(),
        attributes.size(),
        version(attributes.size(), attributes.lastModifiedTime()));
  }

  /** The version of a file: its size and time of change. */
  public static String version(long bytes, FileTime lastModified) {
    return bytes + "-" + lastModified.toMillis();
  }

  @Override
  public InputStream open(StoredObject object, long offset) throws IOException {
    Path file = path(object.uri());
    try {
      FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
      try {
        // not before it is open: another file may take its place between both
        if (!object(file).version().equals(object.version())) {
          throw new ObjectUnavailableException(
              Cause.CHANGED, file + " was overwritten since it was listed");
        }
        return Channels.newInputStream(channel.position(offset));
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    } catch (NoSuchFileException gone) {
      throw new ObjectUnavailableException(Cause.NOT_FOUND, file + " does not exist any more");
    } catch (AccessDeniedException denied) {
      throw new ObjectUnavailableException(
          Cause.NOT_ALLOWED, file + " cannot be read; check its permissions");
    }
  }

  /** The path of a {@code file:} URI, or of a path as users type it. */
  private static Path path(String uri) {
    return uri.startsWith(SCHEME)
        ? Path.of(URI.create(uri)).toAbsolutePath().normalize()
        : Path.of(uri).toAbsolutePath().normalize();
  }
}
