package dev.tagstream.cli.demo;

import dev.tagstream.cli.page.KnownClass;
import dev.tagstream.cli.page.PageHead;
import dev.tagstream.cli.page.PageHead.Figure;
import dev.tagstream.cli.results.ById;
import dev.tagstream.cli.results.Outcome;
import dev.tagstream.cli.results.OutcomeText;
import dev.tagstream.pipeline.model.ModelContract;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The report of a finished demo: some tags, the rejects, and the figures. */
public final class DemoReport {

  private static final int MAX_SAMPLES = 10;
  private static final int MAX_REJECTS = 50;
  private static final int MAX_FAULTS = 20;
  private static final double MILLIS_PER_SECOND = 1000;

  private final Tally tally;
  private final List<Outcome> outcomes;
  private final List<Outcome.Result> results;
  private final List<Outcome.Reject> rejects;
  private final FolderAccuracy accuracy;
  private final String modelName;
  private final String folderName;

  /**
   * Creates the report.
   *
   * @param tally the outcomes
   * @param model whose labels may be the names of folders
   * @param folderName the name of the folder that ids are relative to
   */
  DemoReport(Tally tally, ModelContract model, String folderName) {
    this.tally = tally;
    this.outcomes = tally.outcomes().stream().sorted(new ById()).toList();
    this.results = only(Outcome.Result.class);
    this.rejects = only(Outcome.Reject.class);
    this.accuracy = new FolderAccuracy(model, folderName);
    this.modelName = model.name();
    this.folderName = folderName;
    results.forEach(accuracy::add);
  }

  /** All outcomes, sorted by id. */
  public List<Outcome> outcomes() {
    return outcomes;
  }

  /** Whether every published image has exactly one outcome, and there are no others. */
  public boolean isExact() {
    return tally.isExact();
  }

  /** The class that an image's folder names; null if it names none or the image has no tags. */
  @Nullable KnownClass known(Outcome outcome) {
    return outcome instanceof Outcome.Result result ? accuracy.known(result) : null;
  }

  /** The heading of this report's page. */
  PageHead head() {
    List<Figure> figures = new ArrayList<>();
    figures.add(Figure.count("tagged", results.size()));
    figures.add(Figure.count("rejected", rejects.size()));
    if (accuracy.labelled() > 0) {
      figures.add(Figure.percent("top-1 accuracy", accuracy.percent()));
    }
    figures.add(new Figure("images/s", decimal(imagesPerSecond())));
    return new PageHead(folderName, List.of("model " + modelName, "tagstream demo"), figures);
  }

  /** Prints the report; the figures are its last line. */
  public void print(PrintWriter out) {
    samples().forEach(result -> out.println(OutcomeText.line(result)));
    if (!rejects.isEmpty()) {
      out.println("rejected:");
      printSome(out, rejects.stream().map(OutcomeText::line).toList(), MAX_REJECTS);
    }
    printSome(out, tally.faults(), MAX_FAULTS);
    out.println(figures());
    out.flush();
  }

  private String figures() {
    String share =
        accuracy.labelled() == 0
            ? "no labelled images"
            : "top-1 accuracy %s %% on %d labelled"
                .formatted(decimal(accuracy.percent()), accuracy.labelled());
    return "tagged %d, rejected %d of %d published; %s; %s images/s"
        .formatted(
            results.size(), rejects.size(), tally.published(), share, decimal(imagesPerSecond()));
  }

  /**
   * Outcomes per second, from the arrival of the first event on its topic, by the broker's clock,
   * to the end of the last image. This includes publishing and the job's start, but not reading the
   * outcomes.
   */
  private double imagesPerSecond() {
    long first = outcomes.stream().mapToLong(Outcome::sourceTimestampMillis).min().orElse(0);
    long last = outcomes.stream().mapToLong(Outcome::atMillis).max().orElse(0);
    return outcomes.size() * MILLIS_PER_SECOND / Math.max(1, last - first);
  }

  /** A few results, evenly spread over all folders. */
  private List<Outcome.Result> samples() {
    int count = Math.min(MAX_SAMPLES, results.size());
    return IntStream.range(0, count)
        .mapToObj(i -> results.get((int) ((2L * i + 1) * results.size() / (2L * count))))
        .toList();
  }

  private <T extends Outcome> List<T> only(Class<T> type) {
    return outcomes.stream().filter(type::isInstance).map(type::cast).toList();
  }

  private static void printSome(PrintWriter out, List<String> lines, int max) {
    lines.stream().limit(max).forEach(out::println);
    if (lines.size() > max) {
      out.println("and " + (lines.size() - max) + " more");
    }
  }

  private static String decimal(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
