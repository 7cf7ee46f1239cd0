package dev.tagstream.cluster;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * When which fault strikes, in an order and at moments that follow from a seed.
 *
 * @param parallelism of the job at first
 */
record FaultSchedule(long seed, int events, int parallelism, List<Fault> faults) {

  FaultSchedule {
    faults = List.copyOf(faults);
  }

  /**
   * Draws a schedule.
   *
   * @param slots of the cluster's two TaskManagers together
   * @param maxInFlight the most records in flight that a fault waits for; 0 where nothing is
   *     written in transactions
   */
  static FaultSchedule draw(
      long seed, int events, int slots, int maxInFlight, List<Fault.Kind> kinds) {
    Random random = new Random(seed);
    List<Fault.Kind> shuffled = new ArrayList<>(kinds);
    Collections.shuffle(shuffled, random);
    // either needs both TaskManagers, so that each kill hits the job
    boolean full = random.nextBoolean();
    int parallelism = full ? slots : slots - 1;
    int resumed = full ? slots - 1 : slots;
    List<Integer> moments =
        random.ints(kinds.size(), events / 20, events * 4 / 5).sorted().boxed().toList();
    int firstKill = shuffled.indexOf(Fault.Kind.KILL_TASK_MANAGER);
    List<Fault> faults = new ArrayList<>();
    for (int i = 0; i < kinds.size(); i++) {
      int choice =
          switch (shuffled.get(i)) {
            case KILL_TASK_MANAGER, FREEZE_TASK_MANAGER -> random.nextInt(2);
            case KILL_TOPIC_LEADER -> random.nextInt(Answers.TOPICS.size());
            case STOP_AND_RESUME -> resumed;
            default -> 0;
          };
      // between two checkpoints, now and then just when one's transactions are committed; the first
      // kill surely makes
      // the job repeat work
      boolean between = i == firstKill || random.nextInt(4) > 0;
      int inFlight = between && maxInFlight > 0 ? 1 + random.nextInt(maxInFlight) : 0;
      faults.add(new Fault(shuffled.get(i), moments.get(i), inFlight, choice));
    }
    return new FaultSchedule(seed, events, parallelism, faults);
  }

  @Override
  public String toString() {
    return "seed %d: %d events with parallelism %d%n%s"
        .formatted(
            seed,
            events,
            parallelism,
            faults.stream().map(fault -> "  " + fault).collect(Collectors.joining("\n")));
  }
}
