package dev.tagstream.bench.latency;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tagstream.bench.frame.Conditions;
import dev.tagstream.bench.frame.Report;
import dev.tagstream.bench.frame.ReportLines;
import dev.tagstream.bench.frame.Spread;
import java.util.List;

/**
 * The latency of events at several rates.
 *
 * @param conditions of the benchmark
 * @param capacity the job's throughput without waiting for events, in images per second, measured
 *     before
 * @param loads the measurements, at rising rates
 */
public record LatencyReport(Conditions conditions, Spread capacity, List<Load> loads)
    implements Report {

  private static final String ROW = "%-28s %9s %9s %9s %9s %9s";

  public LatencyReport {
    loads = List.copyOf(loads);
  }

  /** Always true: the benchmark fails unless every event has exactly one result. */
  @Override
  @JsonProperty
  public boolean passed() {
    return true;
  }

  @Override
  public String text() {
    ReportLines lines = new ReportLines(conditions);
    lines.line(
        "%-13s %.1f images/s (%.1f .. %.1f)",
        "capacity", capacity.median(), capacity.min(), capacity.max());
    lines.line("");
    lines.line(ROW, "milliseconds", "p50", "p95", "p99", "p99.9", "max");
    for (Load load : loads) {
      lines.line(
          "%d %%: %.1f events/s, %d events", load.share(), load.eventsPerSecond(), load.events());
      row(lines, "  until written", load.written());
      row(lines, "  until committed", load.committed());
      row(lines, "  of which the sender's lag", load.published());
    }
    return lines.toString();
  }

  private static void row(ReportLines lines, String name, Percentiles times) {
    lines.line(
        ROW,
        name,
        ReportLines.number(times.p50()),
        ReportLines.number(times.p95()),
        ReportLines.number(times.p99()),
        ReportLines.number(times.p999()),
        ReportLines.number(times.max()));
  }
}
