package dev.tagstream.bench.picture;

import dev.tagstream.pipeline.image.ImageLimits;

/**
 * What every side has to do in a round, with what.
 *
 * @param pictures what is worked on
 * @param limits what is refused for its size
 * @param images how many in a round, at least 1
 * @param threads slots of a job or threads of a loop, at least 1
 */
public record Workload(Pictures pictures, ImageLimits limits, int images, int threads) {

  public Workload {
    if (images < 1 || threads < 1) {
      throw new IllegalArgumentException(
          "%d images on %d threads are no work".formatted(images, threads));
    }
  }

  /** The picture of an image of a round, by its number from 0. */
  public Picture picture(int image) {
    return pictures.of(image);
  }
}
