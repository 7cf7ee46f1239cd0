package dev.tagstream.bench.scale;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tagstream.bench.frame.AnswerComparison.Verdict;
import dev.tagstream.bench.frame.Conditions;
import dev.tagstream.bench.frame.Report;
import dev.tagstream.bench.frame.ReportLines;
import dev.tagstream.bench.frame.Target;
import java.util.List;

/**
 * Cost and memory by the number of events.
 *
 * @param conditions of the benchmark
 * @param marks in rising order of events, at least one
 * @param answers the agreement with the expected results
 */
public record ScaleReport(Conditions conditions, List<Mark> marks, Verdict answers)
    implements Report {

  private static final Target FLAT = Target.atMost(1.1);
  private static final String ROW = "%,12d %12.1f %12.1f %12.1f %12.1f";
  private static final String HEAD = "%12s %12s %12s %12s %12s";

  public ScaleReport {
    marks = List.copyOf(marks);
  }

  /** Processor time per image at the last mark, divided by that at the first. */
  @JsonProperty
  public double cpuGrowth() {
    return last().cpuMicros() / first().cpuMicros();
  }

  /** Heap in use at the last mark, divided by that at the first. */
  @JsonProperty
  public double heapGrowth() {
    return last().footprint().heapMegabytes() / first().footprint().heapMegabytes();
  }

  /** Resident memory at the last mark, divided by that at the first. */
  @JsonProperty
  public double residentGrowth() {
    return last().footprint().residentMegabytes() / first().footprint().residentMegabytes();
  }

  private Mark first() {
    return marks.get(0);
  }

  private Mark last() {
    return marks.get(marks.size() - 1);
  }

  @Override
  @JsonProperty
  public boolean passed() {
    return answers.agreeing() == answers.compared();
  }

  @Override
  public String text() {
    ReportLines lines = new ReportLines(conditions);
    lines.line("");
    lines.line(HEAD, "events", "wall us/image", "CPU us/image", "heap MB", "resident MB");
    for (Mark mark : marks) {
      lines.line(
          ROW,
          mark.events(),
          mark.wallMicros(),
          mark.cpuMicros(),
          mark.footprint().heapMegabytes(),
          mark.footprint().residentMegabytes());
    }
    lines.line("");
    lines.line(
        "CPU an image, last / first mark  %.2f  %s",
        cpuGrowth(), ReportLines.verdict(FLAT, cpuGrowth()));
    lines.line(
        "heap, last / first mark          %.2f  %s",
        heapGrowth(), ReportLines.verdict(FLAT, heapGrowth()));
    lines.line("resident, last / first mark      %.2f", residentGrowth());
    lines.line("right answers: %d of %d", answers.agreeing(), answers.compared());
    if (answers.firstDifference() != null) {
      lines.line("  first difference: %s", answers.firstDifference());
    }
    return lines.toString();
  }
}
