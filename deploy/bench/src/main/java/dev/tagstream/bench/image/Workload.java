package dev.tagstream.bench.image;

import dev.tagstream.pipeline.image.ImageLimits;

/**
 * What every side has to do in a round, with what.
 *
 * @param samples what is worked on
 * @param limits what is refused for its size
 * @param images how many in a round, at least 1
 * @param threads slots of a job or threads of a loop, at least 1
 */
public record Workload(SampleImages samples, ImageLimits limits, int images, int threads) {

  public Workload {
    if (images < 1 || threads < 1) {
      throw new IllegalArgumentException(
          "%d images on %d threads are no work".formatted(images, threads));
    }
  }

  /** The image of an image of a round, by its number from 0. */
  public SampleImage sample(int image) {
    return samples.of(image);
  }
}
