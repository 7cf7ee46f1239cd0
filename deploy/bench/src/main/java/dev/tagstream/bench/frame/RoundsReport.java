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
   * @param imagesPerSecond by the clock
   * @param cpuMillisPerImage processor time of the whole process
   * @param rounds each round's measurement
   */
  public record SideReport(
      String name, Spread imagesPerSecond, Spread cpuMillisPerImage, List<Measurement> rounds) {

    static SideReport of(SideResult side) {
      return new SideReport(
          side.name(), side.imagesPerSecond(), side.cpuMillisPerImage(), side.rounds());
    }
  }

  /** Whether answers that differ make the benchmark void. */
  public enum Demand {
    /** Sides that differ did not do the same work. */
    MUST_AGREE,
    /** The sides are known to differ; how far is told. */
    MAY_DIFFER
  }

  /**
   * How far a side agrees with the one it is measured against.
   *
   * @param side whose answers
   * @param baseline compared with whose
   * @param demand whether they may differ
   * @param compared how many answers
   * @param agreeing how many of them are the same
   * @param firstDifference in one line; null if there is none
   */
  public record Answers(
      String side,
      String baseline,
      Demand demand,
      long compared,
      long agreeing,
      @Nullable String firstDifference) {

    /** Compares answers of a side, given by its place in the outcome. */
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
   * @param name of what
   * @param unit such as {@code bytes/image}
   * @param spread over the rounds
   * @param target where the median should be; null if it is only told
   */
  public record Figure(String name, String unit, Spread spread, @Nullable Target target) {

    /** Whether the median is where it should be; true where nothing is asked for. */
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
