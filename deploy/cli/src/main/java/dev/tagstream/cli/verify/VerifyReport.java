package dev.tagstream.cli.verify;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tagstream.cli.page.PageHead;
import dev.tagstream.export.verify.Agreement;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The comparison of a model with its reference.
 *
 * @param model the verified model
 * @param reference the reference
 * @param files the number of files in the folder
 * @param unreadable files that cannot be decoded, which are skipped
 * @param failed images that the model or the reference fails on
 * @param missing images in the reference's file that are missing or unreadable
 * @param figures the results of the compared images
 * @param speed the cost of the runs
 * @param missed the missed thresholds and all other problems, a line each
 */
public record VerifyReport(
    String model,
    String reference,
    int files,
    List<Omission> unreadable,
    List<Omission> failed,
    List<String> missing,
    Figures figures,
    Speed speed,
    List<String> missed) {

  /**
   * A file that could not be compared.
   *
   * @param id its path in the folder
   * @param why in one line
   */
  public record Omission(String id, String why) {}

  /**
   * The figures of the compared images.
   *
   * @param measure the rule of agreement
   * @param agreement on all images
   * @param sureAgreement on images that the reference is sure of
   * @param correctness on images whose paths name their class
   * @param largestDifference between two probabilities of one class and image
   * @param disagreements the images on which they disagree
   */
  public record Figures(
      Measure measure,
      Agreement agreement,
      Agreement sureAgreement,
      Correctness correctness,
      Difference largestDifference,
      List<Disagreement> disagreements) {}

  /** The class and image whose probabilities differ most. */
  public record Difference(
      float value, String id, int index, String label, float model, float reference) {}

  /** An image on which model and reference disagree. */
  public record Disagreement(String id, Guess model, Guess reference) {}

  /** The best tag of a side. */
  public record Guess(int index, String label, float probability) {}

  /**
   * The cost of the runs. Model and reference take turns, so that other load on the machine slows
   * both.
   *
   * @param model the model's cost of an image
   * @param reference the reference's cost of an image; null if it is not a model
   * @param rounds the number of turns of each
   */
  public record Speed(Cost model, @Nullable Cost reference, int rounds) {

    /** The speedup of the model in wall time; null if the reference is not a model. */
    @JsonProperty
    @Nullable Double wallRatio() {
      return reference == null ? null : reference.wallMillis() / model.wallMillis();
    }

    /** The speedup of the model in processor time; null if the reference is not a model. */
    @JsonProperty
    @Nullable Double cpuRatio() {
      return reference == null ? null : reference.cpuMillis() / model.cpuMillis();
    }
  }

  /** Whether the model passes. */
  @JsonProperty
  public boolean passed() {
    return missed.isEmpty();
  }

  /** The heading of the page of its images. */
  PageHead head() {
    List<PageHead.Figure> shown = new ArrayList<>();
    shown.add(PageHead.Figure.count("compared", figures.agreement().images()));
    shown.add(PageHead.Figure.count("disagree", figures.disagreements().size()));
    shown.add(PageHead.Figure.percent(figures.measure().title(), figures.agreement().percent()));
    Correctness correctness = figures.correctness();
    if (correctness.images() > 0) {
      double all = correctness.images() / 100.0;
      shown.add(PageHead.Figure.percent("right", correctness.model() / all));
      shown.add(PageHead.Figure.percent("reference right", correctness.reference() / all));
    }
    return new PageHead(
        "%s against %s".formatted(name(model), name(reference)),
        List.of(passed() ? "passed" : "not passed: " + String.join("; ", missed)),
        shown,
        List.of("model", "reference"));
  }

  private static String name(String path) {
    return String.valueOf(Path.of(path).getFileName());
  }

  /** The report as text. */
  public String text() {
    return new ReportText(this).toString();
  }

  /** The report as one JSON object. */
  public String json() {
    try {
      return new JsonMapper().writerWithDefaultPrettyPrinter().writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("records of numbers and text become JSON", e);
    }
  }
}
