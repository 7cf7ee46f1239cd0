package dev.tagstream.cli.watch;

import dev.tagstream.cli.drift.AttributeDrift;
import dev.tagstream.cli.drift.AttributeTallies;
import dev.tagstream.cli.page.PageTable;
import dev.tagstream.pipeline.drift.Drift;
import dev.tagstream.pipeline.drift.DriftReference;
import dev.tagstream.pipeline.drift.DriftWindow;
import dev.tagstream.pipeline.drift.LabelDrift;
import dev.tagstream.pipeline.drift.TagTally;
import dev.tagstream.schemas.ImageTags;
import dev.tagstream.schemas.Tag;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Compares the results of a stream with a reference, window by window. */
final class WatchedDrift {

  /** The labels that a page has room for: those that contribute most. */
  private static final int MOST_LABELS = 10;

  private static final double PERCENT = 100;

  private static final List<String> COLUMNS = List.of("label", "reference", "now", "PSI");

  private static final List<String> COLUMNS_BY_VALUE =
      List.of("value", "images", "PSI", "by chance", "shift");

  private final DriftReference reference;
  private final long window;
  private final @Nullable String attribute;
  private final TagTally tally = new TagTally();
  private @Nullable Drift last;

  /** Counts the window by the values of the attribute; null without one. */
  private @Nullable AttributeTallies values;

  private @Nullable AttributeDrift lastByValue;

  /**
   * Begins the first window.
   *
   * @param window its length in results of the reference's model, at least {@value
   *     DriftWindow#FEWEST_IMAGES}
   * @param attribute whose values are compared, too; null for none
   */
  WatchedDrift(DriftReference reference, long window, @Nullable String attribute) {
    this.reference = reference;
    this.window = window;
    this.attribute = attribute;
    this.values = newTallies();
  }

  private @Nullable AttributeTallies newTallies() {
    return attribute == null ? null : new AttributeTallies(attribute);
  }

  /** Counts a result, if the reference's model gave it. */
  void add(ImageTags result) {
    if (!result.getModelSha256().equals(reference.modelSha256())) {
      return;
    }
    if (result.getTags().isEmpty()) {
      tally.addUntagged();
    } else {
      Tag best = result.getTags().get(0);
      tally.add(best.getLabel(), best.getScore());
    }
    if (values != null) {
      values.add(result);
    }
    if (tally.images() == window) {
      last = now();
      lastByValue = nowByValue();
      tally.clear();
      values = newTallies();
    }
  }

  /** The last window that is over, or else the first one so far; then by value. */
  List<PageTable> tables() {
    boolean isFirst = last == null && tally.images() >= DriftWindow.FEWEST_IMAGES;
    AttributeDrift byValue = isFirst ? nowByValue() : lastByValue;
    return byValue == null ? List.of(table()) : List.of(table(), table(byValue));
  }

  private PageTable table() {
    Drift drift = last == null && tally.images() >= DriftWindow.FEWEST_IMAGES ? now() : last;
    if (drift == null) {
      return new PageTable(
          "Drift: %d of at least %d images".formatted(tally.images(), DriftWindow.FEWEST_IMAGES),
          COLUMNS,
          List.of());
    }
    return new PageTable(
        String.format(
            Locale.ROOT,
            "Drift of %s in %,d images: PSI %.3f, by chance about %.3f; %s",
            reference.model(),
            drift.images(),
            drift.psi(),
            drift.psiByChance(),
            confidence(drift)),
        COLUMNS,
        drift.labels().stream().limit(MOST_LABELS).map(WatchedDrift::row).toList());
  }

  private static PageTable table(AttributeDrift by) {
    String more =
        by.moreImages() == 0
            ? ""
            : String.format(
                Locale.ROOT,
                "; and %s%d more with %,d images",
                by.beyond() ? "more than " : "",
                by.moreValues(),
                by.moreImages());
    return new PageTable(
        "Drift by %s%s".formatted(by.attribute(), more),
        COLUMNS_BY_VALUE,
        by.values().stream().map(WatchedDrift::row).toList());
  }

  private @Nullable AttributeDrift nowByValue() {
    return values == null ? null : values.drift(reference);
  }

  private Drift now() {
    return Drift.between(reference.counts(), tally.counts());
  }

  private static String confidence(Drift drift) {
    return Double.isNaN(drift.confidence())
        ? "no image has a tag"
        : String.format(
            Locale.ROOT,
            "confidence %.3f, shift %+.3f",
            drift.confidence(),
            drift.confidenceShift());
  }

  private static List<String> row(AttributeDrift.Value value) {
    Drift drift = value.drift();
    return List.of(
        value.value(),
        String.format(Locale.ROOT, "%,d", drift.images()),
        String.format(Locale.ROOT, "%.3f", drift.psi()),
        String.format(Locale.ROOT, "%.3f", drift.psiByChance()),
        Double.isNaN(drift.confidenceShift())
            ? "-"
            : String.format(Locale.ROOT, "%+.3f", drift.confidenceShift()));
  }

  private static List<String> row(LabelDrift label) {
    return List.of(
        label.label(),
        String.format(Locale.ROOT, "%.1f %%", PERCENT * label.referenceShare()),
        String.format(Locale.ROOT, "%.1f %%", PERCENT * label.share()),
        String.format(Locale.ROOT, "%.4f", label.contribution()));
  }
}
