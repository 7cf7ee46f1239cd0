package dev.tagstream.pipeline.objects.source;

import dev.tagstream.pipeline.objects.store.StoredObject;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;

/**
 * Records which objects were read, and in which version, so that later runs leave them out. Used by
 * one thread at a time.
 */
public interface Manifest extends Serializable {

  /** Discards the listing of a run that did not complete and is not resumed. */
  void beginAnew() throws IOException;

  /**
   * Adds a page of a listing; adding a page again replaces it.
   *
   * @param page the unique name of the page in the run, valid as a file name
   * @return the objects that no earlier run has read
   */
  List<StoredObject> add(String page, List<StoredObject> objects) throws IOException;
}
