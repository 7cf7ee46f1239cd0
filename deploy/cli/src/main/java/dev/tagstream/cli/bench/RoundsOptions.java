package dev.tagstream.cli.bench;

import dev.tagstream.bench.frame.Rounds;
import dev.tagstream.console.UserErrorException;
import picocli.CommandLine.Option;

/** How much a benchmark does. */
final class RoundsOptions {

  private static final int MAX_ROUNDS = 10_000;
  private static final int MAX_IMAGES = 10_000_000;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "7",
      description = "Rounds that count. Default: ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      defaultValue = "2",
      description = "Rounds before them that do not. Default: ${DEFAULT-VALUE}.")
  private int warmUp;

  @Option(
      names = "--images",
      paramLabel = "N",
      description = "Images of each side in a round. Default: enough for some seconds.")
  private int images;

  /**
   * The plan that was asked for.
   *
   * @param usualImages in a round, where the user says nothing
   */
  Rounds.Plan plan(int usualImages) {
    require("--rounds", rounds, 1, MAX_ROUNDS);
    require("--warm-up", warmUp, 0, MAX_ROUNDS);
    int count = images == 0 ? usualImages : images;
    require("--images", count, 1, MAX_IMAGES);
    return new Rounds.Plan(count, warmUp, rounds);
  }

  private static void require(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw new UserErrorException(
          "%s must be from %d to %d but was %d".formatted(option, least, most, value));
    }
  }
}
