package dev.tagstream.bench.image;

import dev.tagstream.pipeline.image.ImageLimits;

/**
 * The work of every side in a round.
 *
 * @param samples the images
 * @param limits on the size of images
 * @param images in a round, at least 1
 * @param threads the slots of a job or the threads of a loop, at least 1
 */
public record Workload(SampleImages samples, ImageLimits limits, int images, int threads) {

  public Workload {
    if (images < 1 || threads < 1) {
      throw new IllegalArgumentException(
          "%d images on %d threads are no work".formatted(images, threads));
    }
  }

  /** The sample for an image of a round, by its number from 0. */
  public SampleImage sample(int image) {
    return samples.of(image);
  }
}
