package dev.tagstream.pipeline.model.session;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts the leases of each GPU. Slots are spread by this count, not by their numbers, because
 * Flink decides which slots of a job run in a TaskManager.
 */
final class GpuLeases {

  private final Map<Integer, Integer> leases = new HashMap<>();

  /** Takes the GPU with the fewest leases; of several, the first. */
  synchronized int take(List<Integer> ids) {
    int id = ids.stream().min(Comparator.comparingInt(this::held)).orElseThrow();
    leases.merge(id, 1, Integer::sum);
    return id;
  }

  /** Releases a GPU that {@link #take} returned. */
  synchronized void giveBack(int id) {
    leases.computeIfPresent(id, (same, held) -> held == 1 ? null : held - 1);
  }

  private int held(int id) {
    return leases.getOrDefault(id, 0);
  }
}
