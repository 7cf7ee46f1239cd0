package dev.tagstream.cli.watch;

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

  private final DriftReference reference;
  private final long window;
  private final TagTally tally = new TagTally();
  private @Nullable Drift last;

  /**
   * Begins the first window.
   *
   * @param window its length in results of the reference's model, at least {@value
   *     DriftWindow#FEWEST_IMAGES}
   */
  WatchedDrift(DriftReference reference, long window) {
    this.reference = reference;
    this.window = window;
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
    if (tally.images() == window) {
      last = now();
      tally.clear();
    }
  }

  /** The last window that is over, or else the first one so far. */
  PageTable table() {
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

  private static List<String> row(LabelDrift label) {
    return List.of(
        label.label(),
        String.format(Locale.ROOT, "%.1f %%", PERCENT * label.referenceShare()),
        String.format(Locale.ROOT, "%.1f %%", PERCENT * label.share()),
        String.format(Locale.ROOT, "%.4f", label.contribution()));
  }
}
