package dev.tagstream.sql.objects;

import dev.tagstream.pipeline.objects.source.Manifest;
import dev.tagstream.pipeline.objects.store.StoredObject;
import java.util.List;

/** Keeps no record of earlier runs: a query reads all objects. */
final class EveryObject implements Manifest {

  private static final long serialVersionUID = 1L;

  @Override
  public void beginAnew() {
    // no run leaves anything behind
  }

  @Override
  public List<StoredObject> add(String page, List<StoredObject> objects) {
    return objects;
  }
}
