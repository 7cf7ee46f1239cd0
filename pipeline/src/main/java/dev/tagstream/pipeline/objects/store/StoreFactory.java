package dev.tagstream.pipeline.objects.store;

import java.io.Serializable;

/** Opens the stores of URIs. It is sent to the parts of a job. */
@FunctionalInterface
public interface StoreFactory extends Serializable {

  /** Opens the store that contains the objects of a URI. */
  ObjectStore open(String uri);
}
