package dev.tagstream.bench.frame;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Lines of a report for people, with English numbers. */
public final class ReportLines {

  private final StringBuilder text = new StringBuilder();

  /** Begins with the conditions of the benchmark. */
  public ReportLines(Conditions conditions) {
    Machine machine = conditions.machine();
    line("bench %s: %s", conditions.benchmark(), conditions.question());
    line("machine       %s, %d cores, %s", machine.processor(), machine.cores(), machine.system());
    line("Java          %s", machine.java());
    line("load          %.2f before, %.2f after", conditions.loadBefore(), conditions.loadAfter());
    conditions.settings().forEach((name, value) -> line("%-13s %s", name, value));
  }

  /** Formats a line, in English notation whatever the locale, and appends it. */
  public void line(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values).stripTrailing())
        .append(System.lineSeparator());
  }

  /** The words for a target and whether it is reached; empty if there is none. */
  public static String verdict(@Nullable Target target, double value) {
    return target == null
        ? ""
        : String.format(
            Locale.ROOT,
            "%s %s: %s",
            target.bound().words(),
            number(target.limit()),
            target.isReachedBy(value) ? "reached" : "missed");
  }

  /** Formats a small number with two decimals, a large one with none. */
  public static String number(double value) {
    return String.format(Locale.ROOT, Math.abs(value) < 1000 ? "%.2f" : "%,.0f", value);
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
