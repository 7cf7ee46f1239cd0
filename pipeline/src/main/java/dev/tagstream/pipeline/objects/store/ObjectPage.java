package dev.tagstream.pipeline.objects.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a listing.
 *
 * @param objects in the store's order; may be empty although more follow
 * @param next the token of the next page; null if this is the last page
 */
public record ObjectPage(List<StoredObject> objects, @Nullable String next) {

  public ObjectPage {
    objects = List.copyOf(objects);
  }
}
