package dev.tagstream.cli.bench;

import dev.tagstream.bench.frame.Rounds;
import dev.tagstream.console.UserErrorException;
import picocli.CommandLine.Option;

/** The number and the length of a benchmark's rounds. */
final class RoundsOptions {

  private static final int MAX_ROUNDS = 10_000;
  private static final int MAX_IMAGES = 10_000_000;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "7",
      description = "Rounds to measure. Default: ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      defaultValue = "2",
      description = "Rounds to run before them, which are not measured. Default: ${DEFAULT-VALUE}.")
  private int warmUp;

  @Option(
      names = "--images-per-round",
      paramLabel = "N",
      description = "Images that each side works on in a round. Default: enough for some seconds.")
  private int images;

  /**
   * The plan that the options define.
   *
   * @param defaultImages in a round, if the user gives no number
   */
  Rounds.Plan plan(int defaultImages) {
    require("--rounds", rounds, 1, MAX_ROUNDS);
    require("--warm-up", warmUp, 0, MAX_ROUNDS);
    int count = images == 0 ? defaultImages : images;
    require("--images-per-round", count, 1, MAX_IMAGES);
    return new Rounds.Plan(count, warmUp, rounds);
  }

  private static void require(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw new UserErrorException(
          "%s must be from %d to %d but was %d".formatted(option, least, most, value));
    }
  }
}
