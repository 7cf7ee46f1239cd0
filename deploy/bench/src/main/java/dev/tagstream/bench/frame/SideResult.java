package dev.tagstream.bench.frame;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * All rounds of one side.
 *
 * @param name in the report
 * @param rounds the measurements, in the order of the rounds
 */
public record SideResult(String name, List<Measurement> rounds) {

  public SideResult {
    rounds = List.copyOf(rounds);
  }

  /** Throughput in images per second of wall time. */
  public Spread imagesPerSecond() {
    return spread(Measurement::imagesPerSecond);
  }

  /** Processor time of one image, in milliseconds. */
  public Spread cpuMillisPerImage() {
    return spread(Measurement::cpuMillisPerImage);
  }

  /** A figure of every round. */
  public Spread spread(ToDoubleFunction<Measurement> figure) {
    return Spread.of(rounds.stream().mapToDouble(figure).boxed().toList());
  }

  /** This side's figure divided by the other's, round by round. */
  public Spread ratioTo(SideResult other, ToDoubleFunction<Measurement> figure) {
    return Spread.of(
        IntStream.range(0, rounds.size())
            .mapToObj(
                round ->
                    figure.applyAsDouble(rounds.get(round))
                        / figure.applyAsDouble(other.rounds.get(round)))
            .toList());
  }
}
