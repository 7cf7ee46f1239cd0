package dev.tagstream.cli.drift;

import dev.tagstream.pipeline.drift.Drift;
import dev.tagstream.pipeline.drift.DriftReference;
import dev.tagstream.pipeline.drift.LabelDrift;
import java.util.List;
import java.util.Locale;

/** Formats a report for people. */
final class DriftText {

  /** The most labels; the JSON has all. */
  private static final int MAX_LABELS = 20;

  private static final double PERCENT = 100;

  private final StringBuilder text = new StringBuilder();

  DriftText(DriftReport report) {
    DriftReference reference = report.reference();
    Drift drift = report.drift();
    line(
        "%s: %,d images against %,d of the reference",
        new TaggedBy(reference.model(), reference.modelSha256()),
        drift.images(),
        reference.counts().images());
    if (report.ofOtherModels() > 0) {
      line("not counted: %,d of other models", report.ofOtherModels());
    }
    labels(drift.labels());
    line("%-28s %.4f (by chance about %.4f)", "PSI", drift.psi(), drift.psiByChance());
    confidence(drift, reference);
    AttributeDrift by = report.byAttribute();
    if (by != null) {
      values(by);
    }
  }

  private void labels(List<LabelDrift> labels) {
    line("%-28s %10s %10s %10s", "label", "reference", "now", "PSI");
    for (LabelDrift label : labels.subList(0, Math.min(MAX_LABELS, labels.size()))) {
      line(
          "%-28s %8.1f %% %8.1f %% %10.4f",
          label.label(),
          PERCENT * label.referenceShare(),
          PERCENT * label.share(),
          label.contribution());
    }
    if (labels.size() > MAX_LABELS) {
      line("and %d more; --json has all", labels.size() - MAX_LABELS);
    }
  }

  private void confidence(Drift drift, DriftReference reference) {
    double before = reference.counts().meanConfidence();
    if (Double.isNaN(drift.confidence())) {
      line("%-28s no image has a tag, reference %.3f", "confidence", before);
    } else {
      line(
          "%-28s %.3f, reference %.3f, shift %+.3f",
          "confidence", drift.confidence(), before, drift.confidenceShift());
    }
  }

  private void values(AttributeDrift by) {
    line("");
    line("%-28s %10s %10s %10s %10s", by.attribute(), "images", "PSI", "by chance", "shift");
    for (AttributeDrift.Value value : by.values()) {
      Drift drift = value.drift();
      line(
          "%-28s %,10d %10.4f %10.4f %+10.3f",
          value.value(), drift.images(), drift.psi(), drift.psiByChance(), drift.confidenceShift());
    }
    if (by.moreImages() > 0) {
      line(
          "and %s%d more with %,d images",
          by.beyond() ? "more than " : "", by.moreValues(), by.moreImages());
    }
  }

  private void line(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values).stripTrailing())
        .append(System.lineSeparator());
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
