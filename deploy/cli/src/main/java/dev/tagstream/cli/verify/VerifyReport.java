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
   * What the compared images say.
   *
   * @param measure what it means to agree
   * @param agreement of all images
   * @param sureAgreement of those that the reference is sure of
   * @param correctness on the images whose paths tell their class
   * @param largestDifference of the probabilities of one class and image
   * @param disagreements the images on which they do not agree
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
   * What the runs took. Model and reference take turns, a round of images each, so that whatever
   * else the machine does slows both.
   *
   * @param model its time for an image
   * @param reference its time for an image; null if it is no model
   * @param rounds how often they took turns
   */
  public record Speed(Cost model, @Nullable Cost reference, int rounds) {

    /** How many times as fast the model is, by the clock; null without a reference that runs. */
    @JsonProperty
    @Nullable Double wallRatio() {
      return reference == null ? null : reference.wallMillis() / model.wallMillis();
    }

    /** How many times as fast the model is, in processor time. */
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

  /** The top of the page of its images. */
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

  /** All of it for people. */
  public String text() {
    return new ReportText(this).toString();
  }

  /** All of it as one JSON object. */
  public String json() {
    try {
      return new JsonMapper().writerWithDefaultPrettyPrinter().writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("records of numbers and text become JSON", e);
    }
  }
}
