package dev.tagstream.pipeline.storm;

import java.io.Serializable;
import java.time.Duration;
import java.util.Locale;

/**
 * When rejects are a storm, which means that the topic or the job is wrong, not an image.
 *
 * @param share of rejected images in a window, 0 to 1; a larger share is a storm
 * @param window over which images are counted
 * @param minImages the fewest images of a window that can be a storm
 * @param answer what a storm does to the job
 */
public record StormLimits(float share, Duration window, int minImages, Answer answer)
    implements Serializable {

  /** What a storm does to the job. */
  public enum Answer {
    /** The job logs the storm and continues. */
    LOG,
    /** The job fails for good, rather than draining a topic into the rejects. */
    STOP;

    /** The option's value, in lower case. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
