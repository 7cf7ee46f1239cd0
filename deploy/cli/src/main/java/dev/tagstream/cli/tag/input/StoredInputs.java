package dev.tagstream.cli.tag.input;

import dev.tagstream.cli.files.IdFilter;
import dev.tagstream.console.UserErrorException;
import dev.tagstream.pipeline.objects.read.ImageCursor;
import dev.tagstream.pipeline.objects.read.ObjectImages;
import dev.tagstream.pipeline.objects.read.ObjectKind;
import dev.tagstream.pipeline.objects.read.ReadImage;
import dev.tagstream.pipeline.objects.read.ReadSettings;
import dev.tagstream.pipeline.objects.store.FileStore;
import dev.tagstream.pipeline.objects.store.ObjectPage;
import dev.tagstream.pipeline.objects.store.ObjectStore;
import dev.tagstream.pipeline.objects.store.StoreFactory;
import dev.tagstream.pipeline.objects.store.StoredObject;
import dev.tagstream.pipeline.record.EncodedImage;
import dev.tagstream.pipeline.record.RejectReason;
import dev.tagstream.pipeline.record.RejectedImage;
import dev.tagstream.pipeline.record.SourceObject;
import dev.tagstream.pipeline.record.Stage;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The images of stored objects: those below a URI, or in an archive or a table on this machine,
 * which are read once from beginning to end. An image's id is the place as the user wrote it,
 * followed by {@code #} and the name of the member or the number of the row.
 */
final class StoredInputs implements Inputs {

  private final ObjectStore store;
  private final String place;
  private final IdFilter filter;
  private final ReadSettings settings;

  /**
   * The images at a place.
   *
   * @param place a URI, or the path of an archive or a table
   * @param settings for reading them
   */
  StoredInputs(StoreFactory stores, String place, IdFilter filter, ReadSettings settings) {
    this.store = stores.open(place);
    this.place = place;
    this.filter = filter;
    this.settings = settings;
  }

  @Override
  public void forEach(Visitor visitor) throws IOException, InterruptedException {
    visitAll(visitor, this::visitParts);
  }

  @Override
  public void forEachListed(Visitor visitor) throws IOException, InterruptedException {
    visitAll(visitor, (archive, any) -> any.visitArchive(archive.bytes(), () -> 0));
  }

  /** How to visit an archive or a table. */
  private interface ArchiveVisit {
    void visit(StoredObject archive, Visitor visitor) throws IOException, InterruptedException;
  }

  private void visitAll(Visitor visitor, ArchiveVisit archives)
      throws IOException, InterruptedException {
    String token = null;
    do {
      ObjectPage page = list(token);
      for (StoredObject object : page.objects()) {
        visit(object, visitor, archives);
      }
      token = page.next();
    } while (token != null);
  }

  private ObjectPage list(@Nullable String token) {
    try {
      return store.list(place, token);
    } catch (IOException e) {
      throw new UserErrorException("%s cannot be listed: %s".formatted(place, e.getMessage()));
    }
  }

  private void visit(StoredObject object, Visitor visitor, ArchiveVisit archives)
      throws IOException, InterruptedException {
    switch (ObjectKind.of(object)) {
      case TAR, PARQUET -> archives.visit(object, visitor);
      case IMAGE, UNKNOWN -> {
        SourceObject source = new SourceObject(object.uri(), object.version());
        if (filter.test(object.uri())) {
          visitor.visit(
              new Input(source, object.uri(), object.bytes(), () -> read(object, source)));
        }
      }
      case OTHER -> {}
    }
  }

  private ReadImage read(StoredObject object, SourceObject source) throws IOException {
    try (ImageCursor images = ObjectImages.open(store, object, settings)) {
      ReadImage read = images.next();
      return read == null
          ? new ReadImage(
              null,
              new RejectedImage(
                  source,
                  object.uri(),
                  RejectReason.UNSUPPORTED_FORMAT,
                  Stage.READ,
                  "it does not begin like an image"))
          : read;
    } catch (IOException e) {
      return new ReadImage(null, Rejects.of(source, object.uri(), e));
    }
  }

  private void visitParts(StoredObject object, Visitor visitor)
      throws IOException, InterruptedException {
    try (ImageCursor images = ObjectImages.open(store, object, settings)) {
      visitor.visitArchive(object.bytes(), images::readShare);
      for (ReadImage next = images.next(); next != null; next = images.next()) {
        visit(object, next, visitor);
      }
    } catch (IOException e) {
      throw new UserErrorException("%s cannot be read: %s".formatted(object.uri(), e.getMessage()));
    }
  }

  private void visit(StoredObject object, ReadImage read, Visitor visitor)
      throws IOException, InterruptedException {
    RejectedImage rejected = read.rejected();
    if (rejected != null) {
      SourceObject source = (SourceObject) rejected.source();
      visitor.visitRejected(
          new RejectedImage(
              source, id(object, source), rejected.reason(), rejected.stage(), rejected.detail()));
      return;
    }
    EncodedImage image = read.image();
    if (image != null && filter.test(image.id())) {
      SourceObject source = (SourceObject) image.source();
      String id = id(object, source);
      EncodedImage named =
          new EncodedImage(source, id, image.bytes(), image.eventTimeMillis(), image.attributes());
      visitor.visit(
          new Input(source, id, image.bytes().length(), () -> new ReadImage(named, null)));
    }
  }

  @Override
  public void close() throws IOException {
    store.close();
  }

  /** The id of a part of an object. */
  private String id(StoredObject object, SourceObject source) {
    String position = source.position();
    return object.uri().startsWith(FileStore.SCHEME) && !place.startsWith(FileStore.SCHEME)
        ? place + position.substring(source.uri().length())
        : position;
  }
}
