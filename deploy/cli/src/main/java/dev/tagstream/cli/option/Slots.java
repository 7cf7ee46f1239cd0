package dev.tagstream.cli.option;

import dev.tagstream.console.UserErrorException;
import picocli.CommandLine.Option;

/** The option for the number of images that an embedded Flink processes in parallel. */
public final class Slots {

  /**
   * The most slots, above the processors of any machine: each slot takes threads and the memory of
   * a batch.
   */
  private static final int MAX = 1024;

  @Option(
      names = "--slots",
      paramLabel = "N",
      description = "How many images to process in parallel. Default: one for each processor.")
  private int count = Runtime.getRuntime().availableProcessors();

  /**
   * The number that was given, or the default.
   *
   * @throws UserErrorException if the number is out of range
   */
  public int count() {
    if (count < 1 || count > MAX) {
      throw new UserErrorException("--slots must be from 1 to %d but was %d".formatted(MAX, count));
    }
    return count;
  }
}
