package dev.tagstream.pipeline.trial;

import dev.tagstream.pipeline.record.ModelEpoch;
import dev.tagstream.pipeline.record.ModelRole;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Brings the verdicts of a process's slots to those that listen in it. Nothing is kept: a slot
 * repeats its verdict until the model is gone. Safe for use by several threads.
 */
public final class TrialReports {

  /** Static because the steps of a slot share nothing else: Flink creates them separately. */
  private static final TrialReports OF_PROCESS = new TrialReports();

  /** Gets verdicts, in any thread. */
  @FunctionalInterface
  public interface Listener {

    /**
     * A model must be stopped.
     *
     * @param role canary or shadow; main if it could not be swapped in place
     * @param reason one line
     */
    void stop(ModelEpoch epoch, ModelRole role, String reason);
  }

  private record Listening(String job, Listener listener) {}

  private final List<Listening> all = new CopyOnWriteArrayList<>();

  TrialReports() {}

  /** The reports of this process. */
  public static TrialReports ofProcess() {
    return OF_PROCESS;
  }

  /**
   * Hears the verdicts of a job's slots.
   *
   * @param job its id
   * @return ends that
   */
  public Runnable listen(String job, Listener listener) {
    Listening listening = new Listening(job, listener);
    all.add(listening);
    return () -> all.remove(listening);
  }

  /** A slot of a job must have a model stopped. */
  public void stop(String job, ModelEpoch epoch, ModelRole role, String reason) {
    for (Listening listening : all) {
      if (listening.job().equals(job)) {
        listening.listener().stop(epoch, role, reason);
      }
    }
  }
}
