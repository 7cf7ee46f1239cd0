package dev.tagstream.pipeline.objects.source;

import dev.tagstream.pipeline.objects.store.StoredObject;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;

/**
 * Remembers which objects were read, in which version, so that another run leaves them out. It is
 * used by one thread at a time.
 */
public interface Manifest extends Serializable {

  /** Forgets what a run listed that did not end and is not resumed. */
  void beginAnew() throws IOException;

  /**
   * Adds a page of a listing; the same page replaces itself.
   *
   * @param page tells it from the others of the run, in characters that a file's name may have
   * @return the objects that no earlier run has read
   */
  List<StoredObject> add(String page, List<StoredObject> objects) throws IOException;
}
