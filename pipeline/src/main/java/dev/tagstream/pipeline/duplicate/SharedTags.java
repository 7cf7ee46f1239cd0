package dev.tagstream.pipeline.duplicate;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;

/**
 * The caches of this process: one for each recipe and size, for as long as a slot uses it.
 *
 * @param recipe of the answers
 * @param maxBytes about the most that they take, in bytes, at least 1
 */
public record SharedTags(Recipe recipe, long maxBytes) implements Serializable {

  private static final Map<SharedTags, Shared> SHARED = new HashMap<>();

  private static final class Shared {
    final KnownTags tags;
    int users;

    Shared(KnownTags tags) {
      this.tags = tags;
    }
  }

  /** The cache; the caller must {@link #leave} it. */
  public KnownTags join() {
    synchronized (SHARED) {
      Shared shared = SHARED.computeIfAbsent(this, key -> new Shared(new KnownTags(maxBytes)));
      shared.users++;
      return shared.tags;
    }
  }

  /** Ends one use. The last one frees the memory. */
  public void leave() {
    synchronized (SHARED) {
      Shared shared = SHARED.get(this);
      if (shared != null && --shared.users == 0) {
        SHARED.remove(this);
      }
    }
  }
}
