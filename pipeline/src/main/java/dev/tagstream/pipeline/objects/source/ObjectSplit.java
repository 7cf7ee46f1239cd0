package dev.tagstream.pipeline.objects.source;

import dev.tagstream.pipeline.objects.store.StoredObject;
import java.util.List;
import org.apache.flink.api.connector.source.SourceSplit;

/**
 * Objects that one reader reads one after another.
 *
 * @param splitId unique in the job
 * @param objects at least one
 * @param object the index of the object to resume with, from 0
 * @param images the number of images and rejects of that object that were already emitted; {@link
 *     Long#MAX_VALUE} if that is all of it
 */
public record ObjectSplit(String splitId, List<StoredObject> objects, int object, long images)
    implements SourceSplit {

  public ObjectSplit {
    objects = List.copyOf(objects);
    if (objects.isEmpty() || object < 0 || images < 0) {
      throw new IllegalArgumentException(
          "split %s begins at image %d of object %d of %d"
              .formatted(splitId, images, object, objects.size()));
    }
  }

  /** The size of the objects that are not read whole, in bytes. */
  long bytes() {
    return objects.subList(object, objects.size()).stream().mapToLong(StoredObject::bytes).sum();
  }

  /** One short line, also of a split that is read to its end: Flink logs each split many times. */
  @Override
  public String toString() {
    return "%s: read %d of %d objects".formatted(splitId, object, objects.size());
  }
}
