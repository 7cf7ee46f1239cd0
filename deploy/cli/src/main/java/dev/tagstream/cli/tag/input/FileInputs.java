package dev.tagstream.cli.tag.input;

import dev.tagstream.cli.files.FolderFiles;
import dev.tagstream.cli.files.IdFilter;
import dev.tagstream.cli.files.ImageFiles;
import dev.tagstream.cli.files.ListedFiles;
import dev.tagstream.cli.files.WrittenPlaces;
import dev.tagstream.console.ImageFile;
import dev.tagstream.console.UserErrorException;
import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.objects.read.ReadImage;
import dev.tagstream.pipeline.objects.store.FileStore;
import dev.tagstream.pipeline.record.EncodedImage;
import dev.tagstream.pipeline.record.SourceObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;

/** Images in single files on this machine. */
final class FileInputs implements Inputs {

  /**
   * First characters that make a spreadsheet read a text as a formula, or a program as an option.
   */
  private static final String MISTAKABLE = "=+-@";

  private final ImageFiles files;
  private final String prefix;
  private final IdFilter filter;

  /**
   * Files whose ids get a prefix.
   *
   * @param prefix the path of their folder with a slash; empty for none
   */
  private FileInputs(ImageFiles files, String prefix, IdFilter filter) {
    this.files = files;
    this.prefix = prefix;
    this.filter = filter;
  }

  /**
   * The files below a folder, or a single file.
   *
   * @param written by the command, which are no images of the folder
   * @throws UserErrorException if there is no such file or folder, or the folder is empty
   */
  static FileInputs at(Path path, IdFilter filter, WrittenPlaces written) {
    if (Files.isDirectory(path)) {
      String folder = path.toString();
      String prefix = folder.isEmpty() || folder.endsWith("/") ? folder : folder + "/";
      return new FileInputs(FolderFiles.below(path, written), prefix, filter);
    }
    if (!Files.isRegularFile(path)) {
      throw new UserErrorException(
          "%s is neither a file nor a folder; name images, folders of images, or - for a list"
              .formatted(path));
    }
    return new FileInputs(visitor -> visitFile(path, visitor), "", filter);
  }

  /** The files in a list, one path on each line. */
  static Inputs listed(InputStream list, IdFilter filter) throws IOException {
    ListedFiles files = ListedFiles.of(list);
    FileInputs inputs = new FileInputs(files, "", filter);
    return new Inputs() {
      @Override
      public void forEach(Visitor visitor) throws IOException, InterruptedException {
        inputs.forEach(visitor);
      }

      @Override
      public void close() throws IOException {
        files.close();
      }
    };
  }

  private static void visitFile(Path path, ImageFiles.Visitor visitor)
      throws IOException, InterruptedException {
    visitor.visit(new ImageFile(path.toString(), path, Files.size(path)));
  }

  @Override
  public void forEach(Visitor visitor) throws IOException, InterruptedException {
    files.forEach(
        new ImageFiles.Visitor() {
          @Override
          public void visit(ImageFile file) throws IOException, InterruptedException {
            if (filter.test(file.id())) {
              visitor.visit(input(file));
            }
          }

          @Override
          public void visitUnreadable(String path) throws IOException, InterruptedException {
            visitor.visitRejected(Rejects.missing(new SourceObject(uri(path), ""), id(path)));
          }
        });
  }

  private Input input(ImageFile file) {
    String id = id(prefix + file.id());
    SourceObject source =
        new SourceObject(file.path().toUri().toString(), version(file.path(), file.bytes()));
    return new Input(source, id, file.bytes(), () -> read(source, id, file.path()));
  }

  /** The version of the file; empty if it no longer exists. */
  private static String version(Path file, long bytes) {
    try {
      return FileStore.version(bytes, Files.getLastModifiedTime(file));
    } catch (IOException gone) {
      return "";
    }
  }

  private static ReadImage read(SourceObject source, String id, Path file) throws IOException {
    try {
      ByteRange bytes = ByteRange.of(Files.readAllBytes(file));
      return new ReadImage(new EncodedImage(source, id, bytes, null, Map.of()), null);
    } catch (IOException e) {
      return new ReadImage(null, Rejects.of(source, id, e));
    }
  }

  /** The URI of a path. A list may contain text that is not a path. */
  private static String uri(String path) {
    try {
      return Path.of(path).toUri().toString();
    } catch (InvalidPathException e) {
      return FileStore.SCHEME + path;
    }
  }

  /** An id that leads to the same file and that no program reads as a formula or an option. */
  private static String id(String path) {
    return !path.isEmpty() && MISTAKABLE.indexOf(path.charAt(0)) >= 0 ? "./" + path : path;
  }
}
