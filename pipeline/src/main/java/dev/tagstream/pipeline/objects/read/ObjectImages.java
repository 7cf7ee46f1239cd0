package dev.tagstream.pipeline.objects.read;

import dev.tagstream.pipeline.objects.store.ObjectStore;
import dev.tagstream.pipeline.objects.store.StoredObject;
import java.io.IOException;

/** Opens objects of any kind as images. */
public final class ObjectImages {

  private ObjectImages() {}

  /**
   * The images of an object. A missing or malformed object results in a reject, an object without
   * images in nothing.
   *
   * @throws IOException if the store fails; the message is one line that names the object
   */
  public static ImageCursor open(ObjectStore store, StoredObject object, ReadSettings settings)
      throws IOException {
    return switch (ObjectKind.of(object)) {
      case TAR -> TarImages.open(store, object, settings);
      case PARQUET -> new ParquetImages(store, object, settings);
      case IMAGE, UNKNOWN, OTHER -> new SingleImage(store, object, settings);
    };
  }
}
