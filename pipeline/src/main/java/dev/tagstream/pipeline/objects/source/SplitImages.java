package dev.tagstream.pipeline.objects.source;

import dev.tagstream.pipeline.objects.read.ImageCursor;
import dev.tagstream.pipeline.objects.read.ObjectImages;
import dev.tagstream.pipeline.objects.read.ReadImage;
import dev.tagstream.pipeline.objects.read.ReadSettings;
import dev.tagstream.pipeline.objects.store.ObjectStore;
import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The images of a split, from the position where it resumes. */
final class SplitImages implements Closeable {

  private final ObjectStore store;
  private final ObjectSplit split;
  private final ReadSettings settings;

  private int object;
  private long images;
  private @Nullable ImageCursor cursor;

  SplitImages(ObjectStore store, ObjectSplit split, ReadSettings settings) {
    this.store = store;
    this.split = split;
    this.settings = settings;
    this.object = split.object();
  }

  /** The next; null after the last. */
  @Nullable PlacedImage next() throws IOException {
    while (object < split.objects().size()) {
      if (cursor == null) {
        cursor = ObjectImages.open(store, split.objects().get(object), settings);
        images = 0;
        skipHandedOn(cursor);
      }
      ReadImage image = cursor.next();
      if (image != null) {
        images++;
        return new PlacedImage(image, object, images, cursor.readShare());
      }
      close();
      object++;
    }
    return null;
  }

  private void skipHandedOn(ImageCursor opened) throws IOException {
    long handedOn = object == split.object() ? split.images() : 0;
    while (images < handedOn && opened.next() != null) {
      images++;
    }
  }

  @Override
  public void close() throws IOException {
    if (cursor != null) {
      cursor.close();
      cursor = null;
    }
  }
}
