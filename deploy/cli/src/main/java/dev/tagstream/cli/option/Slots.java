package dev.tagstream.cli.option;

import dev.tagstream.console.UserErrorException;
import picocli.CommandLine.Option;

/** How many images an embedded Flink processes in parallel. */
public final class Slots {

  /** More than a machine has processors; each slot takes threads and a batch's memory. */
  private static final int MAX = 1024;

  @Option(
      names = "--slots",
      paramLabel = "N",
      description = "How many images to process in parallel. Default: one for each processor.")
  private int count = Runtime.getRuntime().availableProcessors();

  /**
   * The number that was given, or the default.
   *
   * @throws UserErrorException if there cannot be so many
   */
  public int count() {
    if (count < 1 || count > MAX) {
      throw new UserErrorException("--slots must be from 1 to %d but was %d".formatted(MAX, count));
    }
    return count;
  }
}
