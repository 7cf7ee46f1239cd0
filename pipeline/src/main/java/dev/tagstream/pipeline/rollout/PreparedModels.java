package dev.tagstream.pipeline.rollout;

import dev.tagstream.pipeline.model.SessionFacts;
import dev.tagstream.pipeline.model.TagModel;
import dev.tagstream.pipeline.model.session.DeviceRequest;
import dev.tagstream.pipeline.model.session.UnusableDeviceException;
import dev.tagstream.pipeline.model.session.UnusableModelException;
import dev.tagstream.pipeline.record.ModelEpoch;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prepares models in a thread beside the task. It holds leases of the current epoch's models, so
 * that their sessions stay open even before their first image, and of the next epoch's once those
 * are ready.
 */
final class PreparedModels implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(PreparedModels.class);

  /** Gets the outcome of a preparation, in any thread. */
  interface Listener {

    void ready(ModelEpoch epoch);

    /** A model of the epoch cannot be used here; the reason is one line. */
    void refused(ModelEpoch epoch, String reason);
  }

  private final ModelPreparation preparation;
  private final DeviceRequest device;
  private final SessionFacts running;
  private final Listener listener;

  // guarded by this
  private final Map<ModelEpoch, List<TagModel>> held = new HashMap<>();
  private @Nullable ExecutorService thread;
  private @Nullable ModelEpoch wanted;
  private boolean closed;

  /**
   * Leases the current models.
   *
   * @throws RuntimeException if it cannot be used here
   */
  PreparedModels(
      ModelPreparation preparation, ModelEpoch current, RuntimeContext context, Listener listener) {
    this.preparation = preparation;
    this.device = preparation.loader().request(context);
    this.listener = listener;
    List<TagModel> models = preparation.begin(current, context);
    this.running = models.get(0).facts();
    held.put(current, models);
  }

  /**
   * Prepares the models of an epoch, and forgets any other that is later than one.
   *
   * @param kept the current epoch, or the one that the next barrier may begin
   */
  synchronized void prepare(ModelEpoch epoch, ModelEpoch kept) {
    if (held.containsKey(epoch)) {
      listener.ready(epoch);
    } else if (!epoch.equals(wanted) && !closed) {
      withdraw(kept);
      wanted = epoch;
      if (thread == null) {
        thread = Executors.newSingleThreadExecutor(PreparedModels::newThread);
      }
      thread.execute(() -> prepareNow(epoch));
    }
  }

  /** Forgets every model of a later epoch than this one. */
  synchronized void withdraw(ModelEpoch kept) {
    wanted = null;
    release(epoch -> epoch.number() > kept.number());
  }

  private static Thread newThread(Runnable work) {
    Thread preparing = new Thread(work, "tagstream-prepare-model");
    preparing.setDaemon(true);
    return preparing;
  }

  private void prepareNow(ModelEpoch epoch) {
    if (!isWanted(epoch)) {
      return;
    }
    List<TagModel> ready;
    try {
      ready = preparation.prepare(epoch, device, running);
    } catch (UnusableModelException | UnusableDeviceException unusable) {
      refuse(epoch, String.valueOf(unusable.getMessage()));
      return;
    } catch (RuntimeException | LinkageError | OutOfMemoryError failure) {
      LOG.warn("Preparing epoch {} failed", epoch.number(), failure);
      refuse(epoch, failure.toString().lines().findFirst().orElse(""));
      return;
    }
    if (hold(epoch, ready)) {
      listener.ready(epoch);
    } else {
      ready.forEach(TagModel::close);
    }
  }

  private void refuse(ModelEpoch epoch, String reason) {
    if (isOver(epoch)) {
      listener.refused(epoch, reason);
    }
  }

  private synchronized boolean isWanted(ModelEpoch epoch) {
    return !closed && epoch.equals(wanted);
  }

  /** Whether an epoch is still wanted; then it no longer is, and can be prepared again. */
  private synchronized boolean isOver(ModelEpoch epoch) {
    if (!isWanted(epoch)) {
      return false;
    }
    wanted = null;
    return true;
  }

  private synchronized boolean hold(ModelEpoch epoch, List<TagModel> ready) {
    if (!isOver(epoch)) {
      return false;
    }
    held.put(epoch, ready);
    return true;
  }

  /** The job has switched for good. */
  synchronized void releaseBefore(ModelEpoch current) {
    release(epoch -> epoch.number() < current.number());
  }

  private void release(Predicate<ModelEpoch> epochs) {
    held.entrySet()
        .removeIf(
            lease -> {
              boolean is = epochs.test(lease.getKey());
              if (is) {
                lease.getValue().forEach(TagModel::close);
              }
              return is;
            });
  }

  @Override
  public synchronized void close() {
    closed = true;
    release(epoch -> true);
    if (thread != null) {
      thread.shutdownNow();
    }
  }
}
