package dev.tagstream.bench.scale;

import dev.tagstream.bench.frame.AnswerComparison;
import dev.tagstream.bench.frame.AnswerComparison.Verdict;
import dev.tagstream.bench.frame.Measurement;
import dev.tagstream.bench.frame.Rounds;
import dev.tagstream.bench.frame.Side;
import dev.tagstream.console.Console;
import dev.tagstream.console.Progress;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs a side round by round and measures it at certain marks.
 *
 * @param <A> the answers of the side
 */
public final class Course<A> {

  private static final double MICROS_PER_SECOND = 1e6;

  private final Side<A> side;
  private final A expected;
  private final AnswerComparison<A> comparison;
  private final int eventsPerRound;

  private final List<Mark> marks = new ArrayList<>();
  private Verdict answers = Verdict.NOTHING;
  private double wallSeconds;
  private double cpuSeconds;

  /**
   * Prepares the measurement.
   *
   * @param expected the answers of every round
   */
  public Course(Side<A> side, A expected, AnswerComparison<A> comparison, int eventsPerRound) {
    this.side = side;
    this.expected = expected;
    this.comparison = comparison;
    this.eventsPerRound = eventsPerRound;
  }

  /**
   * Runs to the last mark.
   *
   * @param warmUp rounds before the first counted event
   * @param at the marks: numbers of events in rising order, multiples of a round's
   */
  public void run(int warmUp, List<Long> at, Console console) throws Exception {
    for (int round = 0; round < warmUp; round++) {
      round();
    }
    long events = 0;
    try (Progress progress = console.progress("tagged", at.get(at.size() - 1))) {
      for (long mark : at) {
        long before = events;
        wallSeconds = 0;
        cpuSeconds = 0;
        while (events < mark) {
          round();
          events += eventsPerRound;
          progress.done(events);
        }
        marks.add(
            new Mark(
                events,
                MICROS_PER_SECOND * wallSeconds / (events - before),
                MICROS_PER_SECOND * cpuSeconds / (events - before),
                Footprint.now()));
      }
    }
  }

  private void round() throws Exception {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    side.prepare();
    Measurement measurement = Rounds.measure(side, eventsPerRound);
    wallSeconds += measurement.wallSeconds();
    cpuSeconds += measurement.cpuSeconds();
    answers = answers.and(comparison.compare(side.answers(), expected));
  }

  public List<Mark> marks() {
    return List.copyOf(marks);
  }

  /** The agreement with the expected answers, including the warm-up. */
  public Verdict answers() {
    return answers;
  }
}
