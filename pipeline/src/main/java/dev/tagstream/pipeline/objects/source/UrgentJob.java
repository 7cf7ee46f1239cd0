package dev.tagstream.pipeline.objects.source;

import java.io.Serializable;
import java.util.OptionalLong;

/**
 * A more urgent job, to which the job over objects leaves the machines while that one lags.
 *
 * @param lag opens a look at how far it lags
 * @param maxLag the largest lag, in records, with which images are still started
 */
public record UrgentJob(LagFactory lag, long maxLag) implements Serializable {

  /** A look at a job. */
  public interface Lag extends AutoCloseable {

    /** The lag by now, in records; empty if unknown. */
    OptionalLong records() throws InterruptedException;

    @Override
    void close();
  }

  /** Opens a look, in a process of the job. */
  @FunctionalInterface
  public interface LagFactory extends Serializable {

    /** Opens it. */
    Lag open();
  }
}
