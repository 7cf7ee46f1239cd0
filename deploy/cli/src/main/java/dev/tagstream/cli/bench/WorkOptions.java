package dev.tagstream.cli.bench;

import dev.tagstream.bench.frame.Rounds;
import dev.tagstream.bench.image.ImageSize;
import dev.tagstream.bench.image.Workload;
import java.io.IOException;
import picocli.CommandLine.Mixin;

/** The rounds of a benchmark, and its images. */
final class WorkOptions {

  @Mixin private RoundsOptions rounds;

  @Mixin private ImagesOptions images;

  long seed() {
    return images.seed();
  }

  /**
   * The plan that the options define.
   *
   * @param defaultImages in a round, if the user gives no number
   */
  Rounds.Plan plan(int defaultImages) {
    return rounds.plan(defaultImages);
  }

  /** The work of one round on some threads. */
  Workload workload(Rounds.Plan plan, int threads) throws IOException {
    return images.workload(ImageSize.WEB, plan.images(), threads);
  }
}
