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
 * A model with room for several batches at a time, each in a lane of its own: while a GPU computes
 * one, the next is copied to it. Callers wait for a free lane in the order in which they come, and
 * who gets it takes along what others are waiting with until the run is full: many slots with few
 * images each keep a GPU as busy as few with many.
 *
 * <p>A run for several callers that fails is run again for each alone, so that a failure ends with
 * the one whose image it was.
 */
final class ModelLanes implements TagModel {

  /** Opens one lane. */
  @FunctionalInterface
  interface Opener {
    TagModel open(int lane) throws OrtException;
  }

  private final List<TagModel> lanes;
  private final MergedRun merged;

  /** How long each thread's batches have waited for a lane, in nanoseconds. */
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
   * @param count how many, at least 1
   * @param merged gathers what runs together; closed with the lanes
   * @throws OrtException if one cannot be opened; none stays open
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
   * Waits until a batch is answered, or a lane is free for those who wait. Not even an interrupt
   * ends it: the model may be reading memory that the caller would use again.
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

  /** Runs who waits longest, with those who fit; if others were faster, there may be nobody. */
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
