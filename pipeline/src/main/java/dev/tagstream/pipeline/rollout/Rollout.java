package dev.tagstream.pipeline.rollout;

import dev.tagstream.pipeline.record.ModelEpoch;
import dev.tagstream.pipeline.rollout.RolloutEvent.Switch;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The state of a rollout: the epoch that the job is in or enters at a barrier, and the one that is
 * being prepared. Not safe for use by several threads.
 */
final class Rollout {

  /** The first pause before a model that was refused is prepared again. */
  static final Duration FIRST_PAUSE = Duration.ofSeconds(10);

  /** Pauses double up to this. */
  static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  private ModelEpoch current;

  /** The first checkpoint that may have {@code current}. */
  private long switchedAt;

  /** The epoch before the last switch. */
  private ModelEpoch before;

  /** Whether no checkpoint with {@code current} is complete. */
  private boolean isOpen;

  /** The epoch that is being prepared; null if there is none. */
  private @Nullable ModelEpoch wanted;

  /** The instances that are ready for {@code wanted}. */
  private final Set<Integer> ready = new HashSet<>();

  private boolean refused;
  private long retryAtNanos;
  private Duration pause = FIRST_PAUSE;

  /** A rollout of a job that is in this epoch. */
  Rollout(ModelEpoch current) {
    this.current = current;
    this.before = current;
  }

  /** The epoch that the job is in, or enters at the barrier that was announced last. */
  ModelEpoch current() {
    return current;
  }

  /** The epoch that the job left with the last switch. */
  ModelEpoch before() {
    return before;
  }

  /** Whether the job would lose the last switch if it failed now. */
  boolean isOpen() {
    return isOpen;
  }

  /** A checkpoint is complete. */
  void completed(long id) {
    isOpen &= id < switchedAt;
  }

  /** The epoch to prepare; null if there is none. */
  @Nullable ModelEpoch wanted() {
    return wanted;
  }

  /** The last switch, for an instance that may have missed it. */
  Switch lastSwitch() {
    return new Switch(current, switchedAt);
  }

  /** Goes on from a checkpoint; what was being prepared is forgotten. */
  void reset(ModelEpoch restored) {
    current = restored;
    before = restored;
    switchedAt = 0;
    isOpen = false;
    forget();
  }

  /**
   * The manifest names a later epoch than the current one. Its last word counts until the switch.
   *
   * @return whether the instances are to prepare it
   */
  boolean offer(ModelEpoch epoch) {
    if (epoch.equals(wanted)) {
      return false;
    }
    forget();
    wanted = epoch;
    return true;
  }

  /**
   * The manifest names no later epoch than the current one.
   *
   * @return whether one was being prepared, or refused
   */
  boolean withdraw() {
    boolean was = wanted != null;
    forget();
    return was;
  }

  private void forget() {
    wanted = null;
    ready.clear();
    refused = false;
    pause = FIRST_PAUSE;
  }

  /** An instance has the model ready. */
  void ready(int subtask, ModelEpoch epoch) {
    if (epoch.equals(wanted)) {
      ready.add(subtask);
    }
  }

  /** An instance has failed, and its leases with it. */
  void failed(int subtask) {
    ready.remove(subtask);
  }

  /**
   * An instance cannot use the model.
   *
   * @return whether that is the first refusal of this try
   */
  boolean refuse(ModelEpoch epoch, long nowNanos) {
    if (!epoch.equals(wanted) || refused) {
      return false;
    }
    refused = true;
    retryAtNanos = nowNanos + pause.toNanos();
    pause =
        pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
    return true;
  }

  /** Whether the epoch that is wanted was refused in its last try. */
  boolean isRefused() {
    return refused;
  }

  /** Whether it is time to prepare a refused model again. */
  boolean retry(long nowNanos) {
    if (!refused || nowNanos - retryAtNanos < 0) {
      return false;
    }
    refused = false;
    return true;
  }

  /**
   * A checkpoint begins.
   *
   * @return the switch at its barrier; null if there is none
   */
  @Nullable Switch checkpoint(long id, int parallelism) {
    if (wanted == null || ready.size() < parallelism) {
      return null;
    }
    before = current;
    current = wanted;
    switchedAt = id;
    isOpen = true;
    forget();
    return lastSwitch();
  }
}
