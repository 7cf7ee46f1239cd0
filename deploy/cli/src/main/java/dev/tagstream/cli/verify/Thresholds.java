package dev.tagstream.cli.verify;

import dev.tagstream.console.UserErrorException;
import dev.tagstream.export.verify.Agreement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The thresholds that a model must reach.
 *
 * @param minAgreement in percent of all images
 * @param minSureAgreement in percent of those that the reference is sure of
 * @param maxDifference between two probabilities of the same class and image; null for any
 */
public record Thresholds(
    double minAgreement, double minSureAgreement, @Nullable Double maxDifference) {

  private static final double ALL = 100;

  public Thresholds {
    require("--min-agreement", minAgreement, ALL);
    require("--min-sure-agreement", minSureAgreement, ALL);
    if (maxDifference != null) {
      require("--max-difference", maxDifference, 1);
    }
  }

  private static void require(String option, double value, double most) {
    if (!(value >= 0 && value <= most)) {
      throw new UserErrorException(
          "%s must be from 0 to %.0f but was %s".formatted(option, most, value));
    }
  }

  /** The missed thresholds, one line each; empty if all are reached. */
  List<String> missed(VerifyReport.Figures figures) {
    List<String> missed = new ArrayList<>();
    String measure = figures.measure().title();
    addIfBelow(missed, measure, figures.agreement(), minAgreement, "--min-agreement");
    addIfBelow(
        missed,
        measure + " where the reference is sure",
        figures.sureAgreement(),
        minSureAgreement,
        "--min-sure-agreement");
    float difference = figures.largestDifference().value();
    if (maxDifference != null && difference > maxDifference) {
      missed.add(
          "the largest difference of a probability is %s, above %s (--max-difference)"
              .formatted(difference, maxDifference));
    }
    return missed;
  }

  private static void addIfBelow(
      List<String> missed, String what, Agreement agreement, double least, String option) {
    if (agreement.images() > 0 && agreement.percent() < least) {
      missed.add(
          String.format(
              Locale.ROOT,
              "%s is %.1f %%, below %s %% (%s)",
              what,
              agreement.percent(),
              least,
              option));
    }
  }
}
