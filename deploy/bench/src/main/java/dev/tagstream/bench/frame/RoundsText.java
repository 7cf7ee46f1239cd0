package dev.tagstream.bench.frame;

import dev.tagstream.bench.frame.RoundsReport.Answers;
import dev.tagstream.bench.frame.RoundsReport.Figure;
import dev.tagstream.bench.frame.RoundsReport.SideReport;

/** Rounds as tables for people. */
final class RoundsText {

  private static final String ROW = "%-34s %10s %19s %19s  %s";

  private final ReportLines lines;

  RoundsText(RoundsReport report) {
    Rounds.Plan plan = report.plan();
    lines = new ReportLines(report.conditions());
    lines.line(
        "%-13s %d of %d images a side in turns, after %d to warm up",
        "rounds", plan.rounds(), plan.images(), plan.warmUp());
    lines.line("");
    lines.line(ROW, "", "median", "quartiles", "range", "");
    for (SideReport side : report.sides()) {
      row(side.name() + ", images/s", side.imagesPerSecond(), "");
      row(side.name() + ", CPU ms/image", side.cpuMillisPerImage(), "");
    }
    for (Figure figure : report.figures()) {
      row(
          figure.name() + ", " + figure.unit(),
          figure.spread(),
          ReportLines.verdict(figure.target(), figure.spread().median()));
    }
    for (Ratio ratio : report.ratios()) {
      row(
          "%s, %s / %s".formatted(ratio.figure(), ratio.side(), ratio.baseline()),
          ratio.spread(),
          ReportLines.verdict(ratio.target(), ratio.spread().median()));
    }
    lines.line("");
    report.answers().forEach(this::answers);
  }

  private void row(String name, Spread spread, String verdict) {
    lines.line(
        ROW,
        name,
        ReportLines.number(spread.median()),
        range(spread.lowerQuartile(), spread.upperQuartile()),
        range(spread.min(), spread.max()),
        verdict);
  }

  private static String range(double from, double to) {
    return ReportLines.number(from) + " .. " + ReportLines.number(to);
  }

  private void answers(Answers answers) {
    lines.line(
        "same answers, %s and %s: %d of %d",
        answers.side(), answers.baseline(), answers.agreeing(), answers.compared());
    if (answers.firstDifference() != null) {
      lines.line("  first difference: %s", answers.firstDifference());
    }
    if (!answers.passed()) {
      lines.line("  they must agree: this measures nothing");
    }
  }

  @Override
  public String toString() {
    return lines.toString();
  }
}
