package dev.tagstream.pipeline.model;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How many leases each GPU has in this process. Slots are spread by it and not by their numbers:
 * which of a job's slots come to a TaskManager is up to Flink.
 */
final class GpuLeases {

  private static final Map<Integer, Integer> HELD = new HashMap<>();

  private GpuLeases() {}

  /** Takes the GPU with the fewest leases, of several such the first. */
  static synchronized int take(List<Integer> ids) {
    int id = ids.stream().min(Comparator.comparingInt(GpuLeases::held)).orElseThrow();
    HELD.merge(id, 1, Integer::sum);
    return id;
  }

  /** Ends what {@link #take} began. */
  static synchronized void giveBack(int id) {
    HELD.computeIfPresent(id, (same, held) -> held == 1 ? null : held - 1);
  }

  private static int held(int id) {
    return HELD.getOrDefault(id, 0);
  }
}
