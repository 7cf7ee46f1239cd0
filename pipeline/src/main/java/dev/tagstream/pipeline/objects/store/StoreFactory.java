package dev.tagstream.pipeline.objects.store;

import java.io.Serializable;

/** Opens the store of a URI, wherever it is sent to. */
@FunctionalInterface
public interface StoreFactory extends Serializable {

  /** Opens what has the object, or the objects, of a URI. */
  ObjectStore open(String uri);
}
