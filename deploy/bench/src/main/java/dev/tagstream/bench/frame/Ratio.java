package dev.tagstream.bench.frame;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * How a side compares with another, round by round.
 *
 * @param figure what is compared, such as {@code throughput}
 * @param side whose figure is divided
 * @param baseline by whose
 * @param spread of the quotients of the rounds
 * @param target where the median should be; null if it is only told
 */
public record Ratio(
    String figure, String side, String baseline, Spread spread, @Nullable Target target) {

  /** Images a second, divided by the baseline's. */
  public static Ratio throughput(SideResult side, SideResult baseline, @Nullable Target target) {
    return of("throughput", side, baseline, Measurement::imagesPerSecond, target);
  }

  /** Processor time an image, divided by the baseline's. */
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

  /** Whether the median is where it should be; true where nothing is asked for. */
  @JsonProperty
  public boolean reached() {
    return target == null || target.isReachedBy(spread.median());
  }
}
