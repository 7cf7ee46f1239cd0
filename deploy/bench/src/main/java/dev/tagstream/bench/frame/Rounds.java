package dev.tagstream.bench.frame;

import dev.tagstream.bench.frame.AnswerComparison.Verdict;
import dev.tagstream.console.Console;
import dev.tagstream.console.Progress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lets sides take turns. The first side of a round is the last of the next.
 *
 * @param <A> the answers of a side
 */
public final class Rounds<A> {

  /**
   * The amount of work.
   *
   * @param images in one round of one side, at least 1
   * @param warmUp rounds before the measurement, in which classes load and methods are compiled
   * @param rounds to measure, at least 1
   */
  public record Plan(long images, int warmUp, int rounds) {

    public Plan {
      if (images < 1 || warmUp < 0 || rounds < 1) {
        throw new IllegalArgumentException(
            "a benchmark cannot have %d + %d rounds of %d images"
                .formatted(warmUp, rounds, images));
      }
    }
  }

  /**
   * The outcome of all rounds.
   *
   * @param sides in their order
   * @param verdicts the agreement of each side with the last one, in the order of the sides
   */
  public record Outcome(List<SideResult> sides, List<Verdict> verdicts) {

    public Outcome {
      sides = List.copyOf(sides);
      verdicts = List.copyOf(verdicts);
    }

    /** The side that the benchmark measures, compared with the {@link #baseline}. */
    public SideResult first() {
      return sides.get(0);
    }

    /** The last side, the baseline. */
    public SideResult baseline() {
      return sides.get(sides.size() - 1);
    }

    /** Throughput of the first side, divided by the baseline's. */
    public Ratio throughput(@Nullable Target target) {
      return Ratio.throughput(first(), baseline(), target);
    }

    /** Processor time per image of the first side, divided by the baseline's. */
    public Ratio cpuTime(@Nullable Target target) {
      return Ratio.cpuTime(first(), baseline(), target);
    }
  }

  private final List<Side<A>> sides;
  private final AnswerComparison<A> comparison;
  private final ThreadKinds kinds;

  /**
   * Prepares to compare.
   *
   * @param sides at least one; the answers of each are compared with those of the last
   * @param comparison of answers
   * @param kinds of threads with separate processor times
   */
  public Rounds(List<Side<A>> sides, AnswerComparison<A> comparison, ThreadKinds kinds) {
    this.sides = List.copyOf(sides);
    this.comparison = comparison;
    this.kinds = kinds;
  }

  /** Runs all rounds and shows progress. */
  public Outcome run(Plan plan, Console console) throws Exception {
    List<List<Measurement>> measurements = new ArrayList<>();
    List<Verdict> verdicts = new ArrayList<>(Collections.nCopies(sides.size(), Verdict.NOTHING));
    sides.forEach(side -> measurements.add(new ArrayList<>()));
    int total = plan.warmUp() + plan.rounds();
    try (Progress progress = console.progress("rounds", total)) {
      for (int round = 0; round < total; round++) {
        List<Turn<A>> turns = round(plan.images(), round);
        for (int side = 0; side < turns.size(); side++) {
          verdicts.set(side, verdicts.get(side).and(verdict(turns, side)));
          if (round >= plan.warmUp()) {
            measurements.get(side).add(turns.get(side).measurement());
          }
        }
        progress.done(round + 1);
      }
    }
    return new Outcome(results(measurements), verdicts);
  }

  /** The measurement and answers of a side in one round. */
  private record Turn<A>(Measurement measurement, A answers) {}

  /** The turns of all sides, in the order of the sides. */
  private List<Turn<A>> round(long images, int round) throws Exception {
    List<Turn<A>> turns = new ArrayList<>();
    List<Side<A>> order = inOrderOf(round, sides);
    for (Side<A> side : order) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      side.prepare();
      Stopwatch stopwatch = Stopwatch.start(kinds);
      side.work();
      Measurement measurement = stopwatch.stop(images);
      turns.add(new Turn<>(measurement, side.answers()));
    }
    return inOrderOf(round, turns);
  }

  /** Measures one round of a prepared side. */
  public static Measurement measure(Side<?> side, long images) throws Exception {
    Stopwatch stopwatch = Stopwatch.start(ThreadKinds.NONE);
    side.work();
    return stopwatch.stop(images);
  }

  private Verdict verdict(List<Turn<A>> turns, int side) {
    return comparison.compare(turns.get(side).answers(), turns.get(turns.size() - 1).answers());
  }

  private static <T> List<T> inOrderOf(int round, List<T> sides) {
    List<T> order = new ArrayList<>(sides);
    if (round % 2 == 1) {
      Collections.reverse(order);
    }
    return order;
  }

  private List<SideResult> results(List<List<Measurement>> measurements) {
    List<SideResult> results = new ArrayList<>();
    for (int side = 0; side < sides.size(); side++) {
      results.add(new SideResult(sides.get(side).name(), measurements.get(side)));
    }
    return results;
  }
}
