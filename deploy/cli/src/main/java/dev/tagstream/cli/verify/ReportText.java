package dev.tagstream.cli.verify;

import static java.util.Objects.requireNonNull;

import dev.tagstream.cli.verify.VerifyReport.Difference;
import dev.tagstream.cli.verify.VerifyReport.Disagreement;
import dev.tagstream.cli.verify.VerifyReport.Figures;
import dev.tagstream.cli.verify.VerifyReport.Guess;
import dev.tagstream.cli.verify.VerifyReport.Omission;
import dev.tagstream.cli.verify.VerifyReport.Speed;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Formats a report for people. */
final class ReportText {

  /** The most lines of one kind; the JSON has all. */
  private static final int MAX_LINES = 20;

  private final StringBuilder text = new StringBuilder();

  ReportText(VerifyReport report) {
    list("cannot be read", report.unreadable(), ReportText::omission);
    list("failed", report.failed(), ReportText::omission);
    list("missing", report.missing(), id -> id);
    list("differently tagged", report.figures().disagreements(), ReportText::disagreement);
    line("%s against %s", report.model(), report.reference());
    figures(report);
    speed(report.speed());
    report.missed().forEach(missed -> line("missed: %s", missed));
    line(report.passed() ? "passed" : "not passed");
  }

  private void figures(VerifyReport report) {
    Figures figures = report.figures();
    line("compared             %d of %d files", figures.agreement().images(), report.files());
    line("%-20s %s", figures.measure().title(), figures.agreement());
    line("  %-18s %s", figures.measure().sureTitle(), figures.sureAgreement());
    correctness(figures.correctness());
    Difference most = figures.largestDifference();
    line(
        "largest difference   %.6f (%s, %s: %.6f, reference %.6f)",
        most.value(), most.id(), most.label(), most.model(), most.reference());
  }

  private void correctness(Correctness figures) {
    if (figures.images() == 0) {
      return;
    }
    line(
        "right                %d of %d whose class is known, reference %d",
        figures.model(), figures.images(), figures.reference());
    line(
        "  net lost           %d (%d lost, %d won; 95 %% interval %.1f to %.1f %% of the images)",
        figures.netLost(),
        figures.lost(),
        figures.won(),
        figures.leastLostPercent(),
        figures.mostLostPercent());
  }

  private void speed(Speed speed) {
    Cost reference = speed.reference();
    if (reference == null) {
      line(
          "speed                %.2f ms an image (CPU %.2f)",
          speed.model().wallMillis(), speed.model().cpuMillis());
      return;
    }
    line(
        "speed                %.2fx: %.2f ms an image, reference %.2f (%d rounds in turns)",
        requireNonNull(speed.wallRatio()),
        speed.model().wallMillis(),
        reference.wallMillis(),
        speed.rounds());
    line(
        "  CPU time           %.2fx: %.2f ms an image, reference %.2f",
        requireNonNull(speed.cpuRatio()), speed.model().cpuMillis(), reference.cpuMillis());
  }

  private <T> void list(String heading, List<T> items, Function<T, String> words) {
    if (items.isEmpty()) {
      return;
    }
    line("%s:", heading);
    items.stream().limit(MAX_LINES).forEach(item -> line("  %s", words.apply(item)));
    if (items.size() > MAX_LINES) {
      line("  and %d more; --json has all", items.size() - MAX_LINES);
    }
  }

  private static String omission(Omission omission) {
    return omission.id() + ": " + omission.why();
  }

  private static String disagreement(Disagreement image) {
    return "%s: %s, reference %s"
        .formatted(image.id(), guess(image.model()), guess(image.reference()));
  }

  private static String guess(Guess guess) {
    return String.format(Locale.ROOT, "%s %.3f", guess.label(), guess.probability());
  }

  private void line(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
