package dev.tagstream.bench.job;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The pace of a round in its middle, from a tenth to nine tenths of its results. A stream does not
 * stop, so the first fetch and the last, partly filled batches of a round say little about it.
 */
final class Pace {

  private static final double NANOS_PER_SECOND = 1e9;
  private static final double EDGE = 0.1;

  /** The fewest samples in the middle, and the least share of the results between them. */
  private static final int FEWEST_SAMPLES = 8;

  private static final double LEAST_SHARE = 0.5;

  private final int wanted;
  private final List<Sample> samples = new ArrayList<>();

  private record Sample(long atNanos, int results) {}

  /**
   * Starts a round.
   *
   * @param wanted the number of results
   */
  Pace(int wanted) {
    this.wanted = wanted;
  }

  /**
   * Notes the results so far.
   *
   * @param results not fewer than before
   */
  void saw(int results, long atNanos) {
    samples.add(new Sample(atNanos, results));
  }

  /** Results per second in the middle; empty if the samples do not show it. */
  OptionalDouble perSecond() {
    List<Sample> middle =
        samples.stream()
            .filter(sample -> sample.results >= EDGE * wanted)
            .filter(sample -> sample.results <= (1 - EDGE) * wanted)
            .toList();
    if (middle.size() < FEWEST_SAMPLES) {
      return OptionalDouble.empty();
    }
    Sample first = middle.get(0);
    Sample last = middle.get(middle.size() - 1);
    if (last.results - first.results < LEAST_SHARE * wanted) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(
        NANOS_PER_SECOND * (last.results - first.results) / (last.atNanos - first.atNanos));
  }
}
