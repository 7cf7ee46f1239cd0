package dev.tagstream.pipeline.model.session;

import ai.onnxruntime.OrtException;
import dev.tagstream.pipeline.model.ModelContract;
import dev.tagstream.pipeline.model.ModelFailedException;
import dev.tagstream.pipeline.model.ModelInput;
import dev.tagstream.pipeline.model.ModelOutput;
import dev.tagstream.pipeline.model.TagModel;
import dev.tagstream.pipeline.model.session.WaitingBatch.Part;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A model that runs several batches at a time, each in a lane of its own: while a GPU computes one,
 * the next is copied to it. Callers wait for a free lane in their order. The caller that gets the
 * lane also takes the rows of other waiting callers until the run is full, so many slots with few
 * images each keep a GPU as busy as few slots with many.
 *
 * <p>If a run for several callers fails, it is repeated for each caller alone, so that only the
 * caller with the bad image fails.
 */
final class ModelLanes implements TagModel {

  /** Opens the sessions of one lane on the device. */
  @FunctionalInterface
  interface Opener {
    TagModel open(int lane) throws OrtException;
  }

  private final List<TagModel> lanes;
  private final MergedRun merged;

  /** The time that each thread's batches have waited for a lane, in nanoseconds. */
  private final ThreadLocal<long[]> waited = ThreadLocal.withInitial(() -> new long[1]);

  // both guarded by this
  private final Deque<TagModel> idle;
  private final Deque<WaitingBatch> waiting = new ArrayDeque<>();

  private ModelLanes(List<TagModel> lanes, MergedRun merged) {
    this.lanes = List.copyOf(lanes);
    this.idle = new ArrayDeque<>(lanes);
    this.merged = merged;
  }

  /**
   * Opens all lanes.
   *
   * @param count the number of lanes, at least 1
   * @param merged gathers the rows of a run; closed with the lanes
   * @throws OrtException if one cannot be opened; then none stays open
   */
  static ModelLanes open(int count, MergedRun merged, Opener opener) throws OrtException {
    List<TagModel> lanes = new ArrayList<>(count);
    try {
      for (int lane = 0; lane < count; lane++) {
        lanes.add(opener.open(lane));
      }
    } catch (OrtException | RuntimeException | Error failure) {
      lanes.forEach(TagModel::close);
      merged.close();
      throw failure;
    }
    return new ModelLanes(lanes, merged);
  }

  @Override
  public ModelContract contract() {
    return lanes.get(0).contract();
  }

  @Override
  public String provider() {
    return lanes.get(0).provider();
  }

  @Override
  public ModelOutput run(ModelInput input, ModelOutput.Parts parts) throws ModelFailedException {
    WaitingBatch own = new WaitingBatch(input, parts, contract().output().classes());
    join(own);
    while (awaitTurn(own)) {
      runWaiting();
    }
    waited.get()[0] += own.waitedNanos();
    return own.answer();
  }

  private synchronized void join(WaitingBatch batch) {
    waiting.add(batch);
  }

  /**
   * Waits until a batch is answered or a lane is free. An interrupt does not end the wait, because
   * the model may be reading memory that the caller would reuse.
   *
   * @return whether a lane is free and the batch still waits
   */
  private synchronized boolean awaitTurn(WaitingBatch batch) {
    boolean interrupted = false;
    while (!batch.isAnswered() && (idle.isEmpty() || batch.isTaken())) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return !batch.isAnswered();
  }

  /**
   * Runs the first waiting batch, with others that fit; if other lanes were faster, there may be
   * none.
   */
  private void runWaiting() {
    TagModel lane;
    List<Part> together;
    synchronized (this) {
      if (idle.isEmpty() || waiting.isEmpty()) {
        return;
      }
      lane = idle.poll();
      together = merged.takeFrom(waiting);
    }
    try {
      merged.run(lane, together);
    } finally {
      synchronized (this) {
        idle.add(lane);
        notifyAll();
      }
    }
  }

  @Override
  public long waitedNanos() {
    return waited.get()[0];
  }

  @Override
  public void recycle() throws ModelFailedException {
    for (TagModel lane : lanes) {
      lane.recycle();
    }
  }

  @Override
  public void close() {
    lanes.forEach(TagModel::close);
    merged.close();
  }
}
