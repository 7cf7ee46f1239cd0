package dev.tagstream.pipeline.rollout;

import dev.tagstream.pipeline.model.TagModel;
import dev.tagstream.pipeline.record.ModelEpoch;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongPredicate;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.jspecify.annotations.Nullable;

/**
 * Prepares models in a thread beside the task. It holds a lease of the next model until the job has
 * switched to it, and of that one until the job has switched to another, so that its session stays
 * open although no image has come yet.
 */
final class PreparedModels implements AutoCloseable {

  /** Gets the outcome of a preparation, in any thread. */
  interface Listener {

    void ready(ModelEpoch epoch);

    /** The model cannot be used here; the reason is one line. */
    void refused(ModelEpoch epoch, String reason);
  }

  private final ModelPreparation preparation;
  private final RuntimeContext context;
  private final Listener listener;

  // guarded by this
  private final Map<Long, TagModel> held = new TreeMap<>();
  private @Nullable ExecutorService thread;
  private @Nullable ModelEpoch wanted;
  private boolean closed;

  PreparedModels(ModelPreparation preparation, RuntimeContext context, Listener listener) {
    this.preparation = preparation;
    this.context = context;
    this.listener = listener;
  }

  /**
   * Prepares the model of an epoch, and forgets any other that does not run yet.
   *
   * @param running the epoch that the job is in
   */
  synchronized void prepare(ModelEpoch epoch, long running) {
    if (held.containsKey(epoch.number())) {
      listener.ready(epoch);
    } else if (!epoch.equals(wanted) && !closed) {
      wanted = epoch;
      release(number -> number > running);
      if (thread == null) {
        thread = Executors.newSingleThreadExecutor(PreparedModels::newThread);
      }
      thread.execute(() -> prepareNow(epoch));
    }
  }

  private static Thread newThread(Runnable work) {
    Thread preparing = new Thread(work, "tagstream-prepare-model");
    preparing.setDaemon(true);
    return preparing;
  }

  private void prepareNow(ModelEpoch epoch) {
    TagModel ready;
    try {
      ready = preparation.prepare(epoch, context);
    } catch (RuntimeException | LinkageError unusable) {
      if (isOver(epoch)) {
        listener.refused(epoch, String.valueOf(unusable.getMessage()));
      }
      return;
    }
    if (hold(epoch, ready)) {
      listener.ready(epoch);
    } else {
      ready.close();
    }
  }

  /** Whether an epoch is still wanted; then it no longer is, and can be prepared again. */
  private synchronized boolean isOver(ModelEpoch epoch) {
    if (closed || !epoch.equals(wanted)) {
      return false;
    }
    wanted = null;
    return true;
  }

  private synchronized boolean hold(ModelEpoch epoch, TagModel ready) {
    if (!isOver(epoch)) {
      return false;
    }
    held.put(epoch.number(), ready);
    return true;
  }

  /** The job has switched for good. */
  synchronized void releaseBefore(long running) {
    release(number -> number < running);
  }

  private void release(LongPredicate numbers) {
    held.entrySet()
        .removeIf(
            lease -> {
              boolean is = numbers.test(lease.getKey());
              if (is) {
                lease.getValue().close();
              }
              return is;
            });
  }

  @Override
  public synchronized void close() {
    closed = true;
    release(number -> true);
    if (thread != null) {
      thread.shutdown();
    }
  }
}
