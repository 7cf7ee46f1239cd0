package dev.tagstream.bench.frame;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The ratio of two sides, round by round.
 *
 * @param figure to compare, such as {@code throughput}
 * @param side the dividend
 * @param baseline the divisor
 * @param spread of the quotients of the rounds
 * @param target of the median; null if it is only reported
 */
public record Ratio(
    String figure, String side, String baseline, Spread spread, @Nullable Target target) {

  /** Throughput, divided by the baseline's. */
  public static Ratio throughput(SideResult side, SideResult baseline, @Nullable Target target) {
    return of("throughput", side, baseline, Measurement::imagesPerSecond, target);
  }

  /** Processor time per image, divided by the baseline's. */
  public static Ratio cpuTime(SideResult side, SideResult baseline, @Nullable Target target) {
    return of("CPU time", side, baseline, Measurement::cpuMillisPerImage, target);
  }

  private static Ratio of(
      String figure,
      SideResult side,
      SideResult baseline,
      ToDoubleFunction<Measurement> value,
      @Nullable Target target) {
    return new Ratio(figure, side.name(), baseline.name(), side.ratioTo(baseline, value), target);
  }

  /** Whether the median reaches its target; true without a target. */
  @JsonProperty
  public boolean reached() {
    return target == null || target.isReachedBy(spread.median());
  }
}
