package dev.tagstream.cli.tag.input;

import dev.tagstream.cli.files.IdFilter;
import dev.tagstream.console.UserErrorException;
import dev.tagstream.pipeline.objects.read.ImageCursor;
import dev.tagstream.pipeline.objects.read.ObjectImages;
import dev.tagstream.pipeline.objects.read.ReadImage;
import dev.tagstream.pipeline.objects.read.ReadSettings;
import dev.tagstream.pipeline.objects.store.FileStore;
import dev.tagstream.pipeline.objects.store.StoredObject;
import dev.tagstream.pipeline.record.ImageSource;
import dev.tagstream.pipeline.record.RejectedImage;
import dev.tagstream.pipeline.record.SourceObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * The images in a tar archive or a Parquet file, read once from its beginning to its end. An
 * image's id is the file's path, then {@code #} and the name of the member or the number of the
 * row.
 */
final class ArchiveInputs implements Inputs {

  private static final List<String> ENDS = List.of(".tar", ".tar.gz", ".tgz", ".parquet");

  private final Path path;
  private final IdFilter filter;
  private final ReadSettings settings;

  /**
   * The images in a file.
   *
   * @param maxEncodedBytes an image with more is rejected without being read
   */
  ArchiveInputs(Path path, IdFilter filter, long maxEncodedBytes) {
    this.path = path;
    this.filter = filter;
    this.settings = new ReadSettings(maxEncodedBytes);
  }

  /** Whether a file's name is that of an archive or a table. */
  static boolean isArchive(Path path) {
    String name = path.toString().toLowerCase(Locale.ROOT);
    return ENDS.stream().anyMatch(name::endsWith);
  }

  @Override
  public boolean isCounted() {
    return false;
  }

  @Override
  public void forEach(Visitor visitor) throws IOException, InterruptedException {
    try (FileStore store = new FileStore()) {
      for (StoredObject file : store.list(path.toString(), null).objects()) {
        try (ImageCursor images = ObjectImages.open(store, file, settings)) {
          for (ReadImage next = images.next(); next != null; next = images.next()) {
            visit(next, visitor);
          }
        }
      }
    } catch (IOException e) {
      throw new UserErrorException("%s cannot be read: %s".formatted(path, e.getMessage()));
    }
  }

  private void visit(ReadImage read, Visitor visitor) throws IOException, InterruptedException {
    RejectedImage rejected = read.rejected();
    if (rejected != null) {
      visitor.visitRejected(id(rejected.source()), rejected.reason().name(), rejected.detail());
    } else if (read.image() != null && filter.test(read.image().id())) {
      byte[] bytes = new byte[read.image().bytes().length()];
      read.image().bytes().asBuffer().get(bytes);
      visitor.visit(new Input(id(read.image().source()), bytes.length, () -> bytes));
    }
  }

  private String id(ImageSource source) {
    SourceObject object = (SourceObject) source;
    if (object.member() != null) {
      return path + "#" + object.member();
    }
    return object.row() == null ? path.toString() : path + "#" + object.row();
  }
}
