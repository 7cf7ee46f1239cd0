package dev.tagstream.pipeline.model;

import static java.util.Objects.requireNonNull;

import ai.onnxruntime.OrtException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;

/**
 * A model with room for several batches at a time, each in a lane of its own; callers wait for a
 * free one in the order in which they come. On a GPU a lane is a session with its owner thread:
 * while the card computes one batch, the next is copied to it, and yet no session is ever run by a
 * second thread.
 */
final class ModelLanes implements TagModel {

  /** Opens one lane. */
  @FunctionalInterface
  interface Opener {
    TagModel open(int lane) throws OrtException;
  }

  private final List<TagModel> lanes;
  private final Queue<TagModel> idle;
  private final Semaphore places;

  /** How long each thread has waited for a lane, in nanoseconds. */
  private final ThreadLocal<long[]> waited = ThreadLocal.withInitial(() -> new long[1]);

  private ModelLanes(List<TagModel> lanes) {
    this.lanes = List.copyOf(lanes);
    this.idle = new ConcurrentLinkedQueue<>(lanes);
    this.places = new Semaphore(lanes.size(), true);
  }

  /**
   * Opens all lanes.
   *
   * @param count how many, at least 1
   * @throws OrtException if one cannot be opened; none stays open
   */
  static ModelLanes open(int count, Opener opener) throws OrtException {
    List<TagModel> lanes = new ArrayList<>(count);
    try {
      for (int lane = 0; lane < count; lane++) {
        lanes.add(opener.open(lane));
      }
    } catch (OrtException | RuntimeException | Error failure) {
      lanes.forEach(TagModel::close);
      throw failure;
    }
    return new ModelLanes(lanes);
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
    long begin = System.nanoTime();
    places.acquireUninterruptibly();
    waited.get()[0] += System.nanoTime() - begin;
    TagModel lane = requireNonNull(idle.poll());
    try {
      return lane.run(input, parts);
    } finally {
      idle.add(lane);
      places.release();
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
  }
}
