package dev.tagstream.pipeline.rollout;

import dev.tagstream.pipeline.metric.TaggingMetric;
import dev.tagstream.pipeline.record.ModelEpoch;
import dev.tagstream.pipeline.record.ModelRole;
import dev.tagstream.pipeline.rollout.RolloutEvent.Breached;
import dev.tagstream.pipeline.rollout.RolloutEvent.Prepare;
import dev.tagstream.pipeline.rollout.RolloutEvent.Ready;
import dev.tagstream.pipeline.rollout.RolloutEvent.Refused;
import dev.tagstream.pipeline.rollout.RolloutEvent.Switch;
import dev.tagstream.pipeline.rollout.RolloutEvent.Withdraw;
import dev.tagstream.pipeline.swap.SwapMode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.runtime.operators.coordination.OperatorCoordinator;
import org.apache.flink.runtime.operators.coordination.OperatorEvent;
import org.apache.flink.util.FlinkRuntimeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has all instances of {@link StampEpochs} prepare the models that the manifest names, and switch
 * to them at one checkpoint. Writes into the manifest what guards stop. Lives on the JobManager;
 * the package describes the phases and failures.
 */
final class RolloutCoordinator implements OperatorCoordinator {

  private static final Logger LOG = LoggerFactory.getLogger(RolloutCoordinator.class);

  /** The time between two looks at the manifest. */
  private static final Duration PERIOD = Duration.ofSeconds(1);

  private final ManifestSource source;
  private final ModelEpoch first;
  private final SwapMode swap;
  private final Context context;
  private final Thread watcher;

  /** What is wrong with the manifest, or nothing; only the watcher sets it. */
  private volatile String problem = "";

  /** Whether the newest epoch is one in which the job stopped a model; only the watcher sets it. */
  private volatile boolean stopped;

  // guarded by this
  private final List<Breached> breaches = new ArrayList<>();
  private final Rollout rollout;

  /** The epoch whose model could not be swapped in place; it stays so until another is named. */
  private @Nullable Breached unswapped;

  private boolean isToBeTakenBack;

  private final Map<Integer, SubtaskGateway> instances = new HashMap<>();

  /**
   * A coordinator.
   *
   * @param source of the manifest
   * @param first the epoch that the job was started with
   * @param swap where models are opened
   */
  RolloutCoordinator(ManifestSource source, ModelEpoch first, SwapMode swap, Context context) {
    this.source = source;
    this.swap = swap;
    this.first = first;
    this.context = context;
    this.rollout = new Rollout(first);
    this.watcher = new Thread(this::watch, "tagstream-models-manifest");
    watcher.setDaemon(true);
    watcher.setContextClassLoader(context.getUserCodeClassloader());
    TaggingMetric.MANIFEST_IGNORED.gauge(context.metricGroup(), () -> problem.isEmpty() ? 0 : 1);
    TaggingMetric.TRIAL_STOPPED.gauge(context.metricGroup(), () -> stopped ? 1 : 0);
  }

  @Override
  public void start() {
    watcher.start();
  }

  /** Reads the manifest until the coordinator is closed. */
  private void watch() {
    try (ManifestReader reader = source.open()) {
      while (true) {
        look(reader);
        Thread.sleep(PERIOD.toMillis());
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private void look(ManifestReader reader) throws InterruptedException {
    String problem;
    try {
      ModelManifest manifest = stopBreached(takeBack(reader.read()));
      stopped = manifest != null && manifest.current().stopped() != null;
      problem = manifest == null ? withdraw() : follow(manifest.current());
      retry();
    } catch (IOException unreadable) {
      problem = String.valueOf(unreadable.getMessage());
    } catch (RuntimeException failure) {
      problem = failure.toString();
      if (!problem.equals(this.problem)) {
        LOG.error("Following the models' manifest failed", failure);
      }
    }
    report(problem);
  }

  /**
   * A model could not be swapped in place: writes the model before as the next epoch, unless a
   * person was faster, and has the job resume from before the switch. In this order, because a
   * JobManager that is lost in between tries the swap again, and a job that resumes finds the
   * reason.
   */
  private @Nullable ModelManifest takeBack(@Nullable ModelManifest read)
      throws IOException, InterruptedException {
    Breached failed;
    ModelEpoch before;
    synchronized (this) {
      failed = isToBeTakenBack ? unswapped : null;
      before = rollout.before();
      isToBeTakenBack = false;
    }
    if (failed == null) {
      return read;
    }
    String line =
        "epoch %d cannot be swapped in place: %s"
            .formatted(failed.epoch().number(), failed.reason());
    LOG.warn("The job resumes in epoch {}: {}", before.number(), line);
    try {
      if (read == null || read.current().epoch() != failed.epoch().number()) {
        return read;
      }
      ModelManifest next =
          read.takeBack(
              before.number() == 0 ? null : before.main(), failed.reason(), Instant.now());
      source.write(next);
      return next;
    } finally {
      context.failJob(new FlinkRuntimeException(line));
    }
  }

  /**
   * Writes the next epoch for a model that a guard stops; returns the newest manifest. A later
   * epoch that is being prepared comes first, and the guards then judge what it has. One that is
   * refused does not hold a guard up.
   */
  private @Nullable ModelManifest stopBreached(@Nullable ModelManifest read)
      throws IOException, InterruptedException {
    Breached breach = due(read);
    ModelManifest next =
        breach == null || read == null
            ? null
            : read.stop(breach.epoch().number(), breach.role(), breach.reason(), Instant.now());
    if (next == null) {
      return read;
    }
    source.write(next);
    LOG.warn("Epoch {}: {}", next.current().epoch(), next.current().stopped());
    return next;
  }

  /** The breach to act on now; null if there is none. */
  private synchronized @Nullable Breached due(@Nullable ModelManifest manifest) {
    breaches.removeIf(breach -> !breach.epoch().equals(rollout.current()));
    boolean isNewest = manifest != null && manifest.current().epoch() <= rollout.current().number();
    return breaches.isEmpty() || !(isNewest || rollout.isRefused()) ? null : breaches.remove(0);
  }

  /** Says what is wrong with the manifest, once for each change. */
  private void report(String now) {
    if (!now.equals(problem)) {
      problem = now;
      if (now.isEmpty()) {
        LOG.info("The models' manifest is followed again: {}", source.place());
      } else {
        LOG.warn("The models' manifest is ignored: {}: {}", source.place(), now);
      }
    }
  }

  /** Does what the manifest says; returns what is wrong with it, or nothing. */
  private synchronized String follow(ModelManifest.Entry entry) {
    ModelEpoch epoch = epoch(entry);
    ModelEpoch current = rollout.current();
    if (epoch.number() <= current.number()) {
      withdraw();
      return epoch.equals(current)
          ? ""
          : "its epoch %d is not above epoch %d, in which the job is with %s"
              .formatted(epoch.number(), current.number(), current.main().file());
    }
    if (unswapped != null && epoch.equals(unswapped.epoch())) {
      withdraw();
      return "its epoch %d cannot be swapped in place: %s"
          .formatted(epoch.number(), unswapped.reason());
    }
    if (rollout.offer(epoch)) {
      LOG.info("Preparing epoch {} with {}", epoch.number(), models(epoch));
      toAll(new Prepare(epoch));
    }
    return "";
  }

  private ModelEpoch epoch(ModelManifest.Entry entry) {
    ModelEpoch.Model main = entry.model();
    return new ModelEpoch(
        entry.epoch(), main == null ? first.main() : main, entry.canary(), entry.shadow());
  }

  /** Such as {@code /models/a.onnx, canary /models/b.onnx}. */
  private static String models(ModelEpoch epoch) {
    StringBuilder models = new StringBuilder(epoch.main().place());
    for (ModelRole role : List.of(ModelRole.CANARY, ModelRole.SHADOW)) {
      ModelEpoch.Model model = epoch.model(role);
      if (model != null) {
        models.append(", ").append(role.word()).append(' ').append(model.place());
      }
    }
    return models.toString();
  }

  private synchronized String withdraw() {
    if (rollout.withdraw()) {
      toAll(new Withdraw());
    }
    return "";
  }

  private synchronized void retry() {
    ModelEpoch wanted = rollout.wanted();
    if (wanted != null && rollout.retry(System.nanoTime())) {
      toAll(new Prepare(wanted));
    }
  }

  private void toAll(RolloutEvent event) {
    instances.values().forEach(instance -> send(instance, event));
  }

  /** Flink fails an instance that a message does not reach. */
  private static void send(SubtaskGateway instance, RolloutEvent event) {
    var unused = instance.sendEvent(event);
  }

  @Override
  public synchronized void executionAttemptReady(
      int subtask, int attemptNumber, SubtaskGateway gateway) {
    instances.put(subtask, gateway);
    send(gateway, rollout.lastSwitch());
    ModelEpoch wanted = rollout.wanted();
    if (wanted != null) {
      send(gateway, new Prepare(wanted));
    }
  }

  @Override
  public synchronized void executionAttemptFailed(
      int subtask, int attemptNumber, @Nullable Throwable reason) {
    instances.remove(subtask);
    rollout.failed(subtask);
    if (swap == SwapMode.IN_PLACE && rollout.isOpen()) {
      // it would open the model before beside the new one, which other slots of its process have
      context.failJob(
          new FlinkRuntimeException(
              "a slot failed while the job swaps to epoch " + rollout.current().number(), reason));
    }
  }

  @Override
  public void subtaskReset(int subtask, long checkpointId) {
    // its new attempt gets the last switch, which it may have missed
  }

  @Override
  public synchronized void handleEventFromOperator(
      int subtask, int attemptNumber, OperatorEvent event) {
    if (event instanceof Ready ready) {
      rollout.ready(subtask, ready.epoch());
    } else if (event instanceof Breached main && main.role() == ModelRole.MAIN) {
      // all slots of a device find the same
      boolean isKnown = unswapped != null && unswapped.epoch().equals(main.epoch());
      if (main.epoch().equals(rollout.current()) && !isKnown) {
        unswapped = main;
        isToBeTakenBack = true;
      }
    } else if (event instanceof Breached breach) {
      // an image of an earlier epoch may come late
      if (breach.epoch().equals(rollout.current())
          && breaches.stream()
              .noneMatch(
                  same -> same.epoch().equals(breach.epoch()) && same.role() == breach.role())) {
        breaches.add(breach);
      }
    } else if (event instanceof Refused refused
        && rollout.refuse(refused.epoch(), System.nanoTime())) {
      LOG.warn(
          "Epoch {} is refused, and the job stays in epoch {}: {}",
          refused.epoch().number(),
          rollout.current().number(),
          refused.reason());
    }
  }

  /**
   * What is sent here arrives before an aligned barrier of this checkpoint. An unaligned one can
   * overtake it; that instance then switches at its next barrier.
   */
  @Override
  public synchronized void checkpointCoordinator(long id, CompletableFuture<byte[]> result)
      throws Exception {
    Switch next = rollout.checkpoint(id, context.currentParallelism());
    if (next != null) {
      LOG.info(
          "Switching to epoch {} with {} at checkpoint {}",
          next.epoch().number(),
          models(next.epoch()),
          id);
      toAll(next);
    }
    result.complete(EpochStates.write(rollout.current()));
  }

  @Override
  public synchronized void notifyCheckpointComplete(long id) {
    // an aborted checkpoint needs no answer: see the package
    rollout.completed(id);
  }

  @Override
  public synchronized void resetToCheckpoint(long id, byte @Nullable [] state) throws IOException {
    instances.clear();
    breaches.clear();
    isToBeTakenBack = false;
    rollout.reset(state == null ? first : EpochStates.read(state));
  }

  @Override
  public void close() {
    watcher.interrupt();
    try {
      watcher.join(Duration.ofSeconds(10).toMillis());
      if (watcher.isAlive()) {
        LOG.warn("The reader of the models' manifest does not end: {}", source.place());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FlinkRuntimeException("interrupted while the manifest's reader ends", e);
    }
  }
}
