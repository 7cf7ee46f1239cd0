package dev.tagstream.cli.page;

import java.util.List;
import java.util.Locale;

/**
 * The heading of a page.
 *
 * @param title in a few words
 * @param facts such as the model's name
 * @param figures the most important figures
 * @param sides the names of the two models of a comparison; empty without a comparison
 */
public record PageHead(String title, List<String> facts, List<Figure> figures, List<String> sides) {

  /**
   * A figure.
   *
   * @param title such as {@code rejected}
   * @param value the text to show
   */
  public record Figure(String title, String value) {

    /** A figure whose value is a count, with grouped digits. */
    public static Figure count(String title, long count) {
      return new Figure(title, String.format(Locale.ROOT, "%,d", count));
    }

    /** A share in percent, with one decimal. */
    public static Figure percent(String title, double percent) {
      return new Figure(title, String.format(Locale.ROOT, "%.1f %%", percent));
    }
  }

  public PageHead {
    facts = List.copyOf(facts);
    figures = List.copyOf(figures);
    sides = List.copyOf(sides);
    if (!sides.isEmpty() && sides.size() != 2) {
      throw new IllegalArgumentException("a comparison has two sides but was given " + sides);
    }
  }

  /** The heading of a page without a comparison. */
  public PageHead(String title, List<String> facts, List<Figure> figures) {
    this(title, facts, figures, List.of());
  }
}
