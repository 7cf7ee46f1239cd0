package dev.tagstream.pipeline.model.session;

import dev.tagstream.pipeline.BusyTimes;
import dev.tagstream.pipeline.gpu.HostMemory;
import dev.tagstream.pipeline.model.ModelContract;
import dev.tagstream.pipeline.model.ModelFailedException;
import dev.tagstream.pipeline.model.ModelInput;
import dev.tagstream.pipeline.model.ModelOutput;
import dev.tagstream.pipeline.model.TagModel;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Stands in for a GPU: it takes a time to copy a batch to it and a time to compute it, and computes
 * one batch at a time. It only waits, so that this machine's processors have no part in it. All
 * images get the same score for all classes.
 */
public final class StandInDevice implements AutoCloseable {

  /** When it computed. */
  public final BusyTimes computing = new BusyTimes();

  private final ReentrantLock computes = new ReentrantLock(true);
  private final ModelContract contract;
  private final long copyMillis;
  private final long computeMillis;
  private final TagModel model;

  /**
   * A device.
   *
   * @param contract of the model that it seems to run
   * @param lanes how many batches it takes at the same time
   * @param maxImages how many images it takes at once
   * @param copyMillis until a batch is there
   * @param computeMillis until it is computed
   */
  public StandInDevice(
      ModelContract contract, int lanes, int maxImages, long copyMillis, long computeMillis)
      throws Exception {
    this.contract = contract;
    this.copyMillis = copyMillis;
    this.computeMillis = computeMillis;
    this.model =
        ModelLanes.open(lanes, new MergedRun(maxImages, HostMemory.pageable()), lane -> new Lane());
  }

  /** A lease of the device for one of its callers. */
  public TagModel lease() {
    return new Lease();
  }

  @Override
  public void close() {
    model.close();
  }

  /** One of the sessions. */
  private final class Lane extends StandIn {

    @Override
    public ModelOutput run(ModelInput input, ModelOutput.Parts parts) {
      sleep(copyMillis);
      computes.lock();
      long begin = System.nanoTime();
      try {
        sleep(computeMillis);
      } finally {
        computing.addSince(begin);
        computes.unlock();
      }
      float[] scores = new float[input.images() * contract.output().classes()];
      Arrays.fill(scores, 1f / contract.output().classes());
      return new ModelOutput(scores, new float[0][]);
    }
  }

  private final class Lease extends StandIn {

    @Override
    public ModelOutput run(ModelInput input, ModelOutput.Parts parts) throws ModelFailedException {
      return model.run(input, parts);
    }
  }

  private abstract class StandIn implements TagModel {

    @Override
    public ModelContract contract() {
      return contract;
    }

    @Override
    public String provider() {
      return "stand-in";
    }

    @Override
    public void recycle() {}

    @Override
    public void close() {}
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
