package dev.tagstream.bench.gpu;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tagstream.bench.frame.Conditions;
import dev.tagstream.bench.frame.Report;
import dev.tagstream.bench.frame.ReportLines;
import dev.tagstream.bench.frame.Target;
import java.util.List;

/**
 * The memory of a card after each of several equal steps.
 *
 * @param conditions of the benchmark
 * @param mebibytes in use after each step, at least two
 */
public record CardMemoryReport(Conditions conditions, List<Long> mebibytes) implements Report {

  private static final Target FLAT = Target.atMost(1.01);

  public CardMemoryReport {
    mebibytes = List.copyOf(mebibytes);
  }

  /** After the last step, divided by that after the second; the first loads libraries. */
  @JsonProperty
  public double growth() {
    return (double) mebibytes.get(mebibytes.size() - 1) / mebibytes.get(1);
  }

  @Override
  @JsonProperty
  public boolean passed() {
    return FLAT.isReachedBy(growth());
  }

  @Override
  public String text() {
    ReportLines lines = new ReportLines(conditions);
    lines.line("");
    lines.line("card memory, MiB: %s", mebibytes);
    lines.line(
        "after %d / after 2: %.3f  %s",
        mebibytes.size(), growth(), ReportLines.verdict(FLAT, growth()));
    return lines.toString();
  }
}
