package dev.tagstream.pipeline.swap;

import static java.util.Objects.requireNonNull;

import dev.tagstream.pipeline.record.ModelEpoch;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the slots of a job in this process meet that swap their model in place: no slot opens the
 * new model before all have released the old one. Safe for use by several threads.
 */
public final class SwapMeetings {

  /** Static because the steps of a slot share nothing else: Flink creates them separately. */
  private static final SwapMeetings OF_PROCESS = new SwapMeetings();

  private record Slot(String job, int number) {}

  /**
   * What a slot does next.
   *
   * @param epoch whose model it swaps to
   * @param release releases what the step that announces it holds of the old model
   */
  private record Swap(ModelEpoch epoch, Runnable release) {}

  private static final class Holding {

    /** The slot holds no model of an earlier epoch. */
    private long epoch;

    private @Nullable Swap next;

    private Holding(long epoch) {
      this.epoch = epoch;
    }
  }

  /** Guarded by this. */
  private final Map<Slot, Holding> slots = new HashMap<>();

  SwapMeetings() {}

  /** The meetings of this process. */
  public static SwapMeetings ofProcess() {
    return OF_PROCESS;
  }

  /**
   * A slot holds the model of an epoch.
   *
   * @param job its id
   * @param slot the number of its subtask
   * @return ends that, when the slot's task ends
   */
  public synchronized Runnable enter(String job, int slot, long epoch) {
    Slot key = new Slot(job, slot);
    Holding holding = new Holding(epoch);
    slots.put(key, holding);
    return () -> leave(key, holding);
  }

  private synchronized void leave(Slot key, Holding holding) {
    slots.remove(key, holding);
    notifyAll();
  }

  /**
   * The barrier that the slot emits now begins an epoch.
   *
   * @param release releases what the caller holds of the model before, from any thread
   */
  public synchronized void announce(String job, int slot, ModelEpoch epoch, Runnable release) {
    requireNonNull(slots.get(new Slot(job, slot)), "the slot has not entered").next =
        new Swap(epoch, release);
  }

  /** The epoch that was announced and that the slot has not moved to; null if there is none. */
  public synchronized @Nullable ModelEpoch announced(String job, int slot) {
    Holding holding = slots.get(new Slot(job, slot));
    return holding == null || holding.next == null ? null : holding.next.epoch();
  }

  /** The slot has released each model of an epoch before this one, or holds the same model. */
  public void move(String job, int slot, long epoch) {
    Swap swap = take(new Slot(job, slot));
    if (swap != null) {
      swap.release().run();
    }
    moved(new Slot(job, slot), epoch);
  }

  private synchronized @Nullable Swap take(Slot slot) {
    Holding holding = slots.get(slot);
    if (holding == null) {
      return null;
    }
    Swap swap = holding.next;
    holding.next = null;
    return swap;
  }

  private synchronized void moved(Slot slot, long epoch) {
    Holding holding = slots.get(slot);
    if (holding != null) {
      holding.epoch = epoch;
      notifyAll();
    }
  }

  /** Waits until no slot of the job in this process holds a model of an epoch before this one. */
  public synchronized void awaitOthers(String job, long epoch) throws InterruptedException {
    while (slots.entrySet().stream()
        .anyMatch(slot -> slot.getKey().job().equals(job) && slot.getValue().epoch < epoch)) {
      wait();
    }
  }
}
