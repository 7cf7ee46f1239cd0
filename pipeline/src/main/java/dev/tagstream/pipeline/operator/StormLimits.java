package dev.tagstream.pipeline.operator;

import java.io.Serializable;
import java.time.Duration;

/**
 * From when on rejects are a storm: something is wrong with the topic or the job, not with an
 * image.
 *
 * @param share of the images of a window, 0 to 1; more are a storm
 * @param window how long images are counted together
 * @param minImages with fewer images in a window there is no storm
 * @param answer what a storm does to the job
 */
public record StormLimits(float share, Duration window, int minImages, Answer answer)
    implements Serializable {

  /** What a storm does to the job. */
  public enum Answer {
    /** The job logs the storm and goes on. */
    LOG,
    /** It fails for good, rather than emptying a topic into the rejects. */
    STOP
  }
}
