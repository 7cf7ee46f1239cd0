package dev.tagstream.pipeline.objects.source;

import dev.tagstream.pipeline.objects.read.ImageCursor;
import dev.tagstream.pipeline.objects.read.ObjectImages;
import dev.tagstream.pipeline.objects.read.ReadImage;
import dev.tagstream.pipeline.objects.read.ReadSettings;
import dev.tagstream.pipeline.objects.store.ObjectStore;
import dev.tagstream.pipeline.record.RejectedImage;
import dev.tagstream.pipeline.record.SourceObject;
import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The images of a split, from the position where it resumes. */
final class SplitImages implements Closeable {

  /** The position in an object of which nothing is left. */
  private static final long WHOLE = Long.MAX_VALUE;

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
    this.object = split.images() == WHOLE ? split.object() + 1 : split.object();
  }

  /** The next; null after the last. */
  @Nullable PlacedImage next() throws IOException {
    while (object < split.objects().size()) {
      if (cursor == null) {
        cursor = ObjectImages.open(store, split.objects().get(object), settings);
        images = 0;
        ReadImage reject = skipHandedOn(cursor);
        if (reject != null) {
          return new PlacedImage(reject, object, WHOLE, cursor.readShare());
        }
      }
      ReadImage image = cursor.next();
      if (image != null) {
        images++;
        long place = isOfTheRest(image) ? WHOLE : images;
        return new PlacedImage(image, object, place, cursor.readShare());
      }
      close();
      object++;
    }
    return null;
  }

  /** Whether an image is the reject with which an object ends that cannot be read further. */
  private static boolean isOfTheRest(ReadImage image) {
    RejectedImage rejected = image.rejected();
    return rejected != null
        && rejected.source() instanceof SourceObject source
        && source.member() == null
        && source.row() == null;
  }

  /**
   * Skips the images that were handed on.
   *
   * @return the reject with which the object ends before that, as it does if it was overwritten
   *     meanwhile: its last images are missing; null if there is none
   */
  private @Nullable ReadImage skipHandedOn(ImageCursor opened) throws IOException {
    long handedOn = object == split.object() ? split.images() : 0;
    ReadImage last = null;
    while (images < handedOn) {
      ReadImage image = opened.next();
      if (image == null) {
        return last != null && isOfTheRest(last) ? last : null;
      }
      last = image;
      images++;
    }
    return null;
  }

  @Override
  public void close() throws IOException {
    if (cursor != null) {
      cursor.close();
      cursor = null;
    }
  }
}
