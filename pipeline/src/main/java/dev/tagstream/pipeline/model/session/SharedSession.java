package dev.tagstream.pipeline.model.session;

import dev.tagstream.pipeline.model.TagModel;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A session and how many leases it has: the first one opens it, the last one closes it. Whoever
 * asks meanwhile waits here, and holds up nobody who wants another session.
 */
final class SharedSession {

  /**
   * A session that runs.
   *
   * @param residentBytes by how much the process grew when it was opened
   */
  record Loaded(TagModel model, long residentBytes) {}

  /** Those who lease, wait for a lease or give one back; guarded by the registry. */
  int users;

  // both guarded by this
  private @Nullable Loaded loaded;
  private int leases;

  /** Opens the session if nobody has; a failure leaves it to the next one who asks. */
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
