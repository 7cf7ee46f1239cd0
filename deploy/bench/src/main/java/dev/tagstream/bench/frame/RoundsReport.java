package dev.tagstream.bench.frame;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tagstream.bench.frame.AnswerComparison.Verdict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The results of rounds of several sides.
 *
 * @param conditions of the benchmark
 * @param plan the amount of work
 * @param sides the cost of each
 * @param ratios of the sides
 * @param answers the agreement of the sides
 * @param figures further measurements
 */
public record RoundsReport(
    Conditions conditions,
    Rounds.Plan plan,
    List<SideReport> sides,
    List<Ratio> ratios,
    List<Answers> answers,
    List<Figure> figures)
    implements Report {

  /**
   * The cost of a side.
   *
   * @param name of the side
   * @param imagesPerSecond of wall time
   * @param cpuMillisPerImage processor time of the whole process
   * @param rounds the measurement of each round
   */
  public record SideReport(
      String name, Spread imagesPerSecond, Spread cpuMillisPerImage, List<Measurement> rounds) {

    static SideReport of(SideResult side) {
      return new SideReport(
          side.name(), side.imagesPerSecond(), side.cpuMillisPerImage(), side.rounds());
    }
  }

  /** Whether the answers must agree. */
  public enum Demand {
    /** Different answers mean different work, so the benchmark is void. */
    MUST_AGREE,
    /** The sides are known to differ; the report shows how far. */
    MAY_DIFFER
  }

  /**
   * The agreement of a side with the baseline.
   *
   * @param side the name of the side
   * @param baseline the name of the baseline
   * @param demand whether they may differ
   * @param compared the number of answers
   * @param agreeing the number of equal answers
   * @param firstDifference in one line; null if all answers agree
   */
  public record Answers(
      String side,
      String baseline,
      Demand demand,
      long compared,
      long agreeing,
      @Nullable String firstDifference) {

    /** The agreement of a side, given by its index in the outcome. */
    public static Answers of(Rounds.Outcome outcome, int side, Demand demand) {
      List<SideResult> sides = outcome.sides();
      Verdict verdict = outcome.verdicts().get(side);
      return new Answers(
          sides.get(side).name(),
          outcome.baseline().name(),
          demand,
          verdict.compared(),
          verdict.agreeing(),
          verdict.firstDifference());
    }

    boolean passed() {
      return demand == Demand.MAY_DIFFER || agreeing == compared;
    }
  }

  /**
   * A figure beside the ratios.
   *
   * @param name of the figure
   * @param unit such as {@code bytes/image}
   * @param spread over the rounds
   * @param target of the median; null if the figure is only reported
   */
  public record Figure(String name, String unit, Spread spread, @Nullable Target target) {

    /** Whether the median reaches its target; true without a target. */
    @JsonProperty
    public boolean reached() {
      return target == null || target.isReachedBy(spread.median());
    }
  }

  public RoundsReport {
    sides = List.copyOf(sides);
    ratios = List.copyOf(ratios);
    answers = List.copyOf(answers);
    figures = List.copyOf(figures);
  }

  /** Creates the report of an outcome. */
  public static RoundsReport of(
      Conditions conditions,
      Rounds.Plan plan,
      Rounds.Outcome outcome,
      List<Ratio> ratios,
      List<Answers> answers,
      List<Figure> figures) {
    List<SideReport> sides = outcome.sides().stream().map(SideReport::of).toList();
    return new RoundsReport(conditions, plan, sides, ratios, answers, figures);
  }

  @Override
  @JsonProperty
  public boolean passed() {
    return answers.stream().allMatch(Answers::passed);
  }

  @Override
  public String text() {
    return new RoundsText(this).toString();
  }
}
