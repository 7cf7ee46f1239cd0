package dev.tagstream.pipeline.model.session;

import dev.tagstream.pipeline.model.TagModel;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A session and its number of leases: the first one opens it, the last one closes it. Others who
 * ask meanwhile wait here and do not block users of other sessions.
 */
final class SharedSession {

  /**
   * A running session.
   *
   * @param residentBytes the growth of the process when it was opened
   */
  record Loaded(TagModel model, long residentBytes) {}

  /** The number of users that hold, await or release a lease; guarded by the registry. */
  int users;

  // both guarded by this
  private @Nullable Loaded loaded;
  private int leases;

  /** Opens the session if it is not open; after a failure, the next caller tries again. */
  synchronized Loaded lease(Supplier<TagModel> opener) {
    if (loaded == null) {
      long before = ResidentMemory.bytes();
      TagModel model = opener.get();
      loaded = new Loaded(model, Math.max(0, ResidentMemory.bytes() - before));
    }
    leases++;
    return loaded;
  }

  /** Closes the session with its last lease. */
  synchronized void giveBack() {
    leases--;
    if (leases == 0 && loaded != null) {
      TagModel last = loaded.model();
      loaded = null;
      last.close();
    }
  }
}
