package dev.tagstream.pipeline.model.session;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How many leases each GPU has. Slots are spread by it and not by their numbers: which of a job's
 * slots come to a TaskManager is up to Flink.
 */
final class GpuLeases {

  private final Map<Integer, Integer> leases = new HashMap<>();

  /** Takes the GPU with the fewest leases, of several such the first. */
  synchronized int take(List<Integer> ids) {
    int id = ids.stream().min(Comparator.comparingInt(this::held)).orElseThrow();
    leases.merge(id, 1, Integer::sum);
    return id;
  }

  /** Ends what {@link #take} began. */
  synchronized void giveBack(int id) {
    leases.computeIfPresent(id, (same, held) -> held == 1 ? null : held - 1);
  }

  private int held(int id) {
    return leases.getOrDefault(id, 0);
  }
}
