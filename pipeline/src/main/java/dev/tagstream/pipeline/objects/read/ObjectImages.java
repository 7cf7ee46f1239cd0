package dev.tagstream.pipeline.objects.read;

import dev.tagstream.pipeline.objects.store.ObjectStore;
import dev.tagstream.pipeline.objects.store.StoredObject;
import java.io.IOException;

/** Opens objects as images, whatever they are. */
public final class ObjectImages {

  private ObjectImages() {}

  /**
   * The images of an object. An object that is gone or broken gives a reject, one that is no image
   * and holds none gives nothing.
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
