package dev.tagstream.bench.frame;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.bench.frame.AnswerComparison.Verdict;
import dev.tagstream.console.Console;
import dev.tagstream.console.Terminal;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RoundsTest {

  private static final Console SILENT =
      new Console(
          new PrintWriter(Writer.nullWriter()),
          new PrintWriter(Writer.nullWriter()),
          Terminal.PLAIN);

  private static final AnswerComparison<String> EQUAL =
      (answers, baseline) ->
          new Verdict(
              1,
              answers.equals(baseline) ? 1 : 0,
              answers.equals(baseline) ? null : answers + " is not " + baseline);

  private final List<String> events = new ArrayList<>();

  /** Writes down what it is asked to do and answers with the same word always. */
  private final class Recorder implements Side<String> {

    private final String name;
    private final String answer;

    Recorder(String name, String answer) {
      this.name = name;
      this.answer = answer;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public void prepare() {
      events.add("prepare " + name);
    }

    @Override
    public void work() {
      events.add("work " + name);
    }

    @Override
    public String answers() {
      events.add("answers " + name);
      return answer;
    }
  }

  private Rounds.Outcome run(Rounds.Plan plan, Recorder... sides) throws Exception {
    return new Rounds<>(List.of(sides), EQUAL, ThreadKinds.NONE).run(plan, SILENT);
  }

  @Test
  void startsEachRoundWithTheSideThatWasLast() throws Exception {
    run(new Rounds.Plan(1, 1, 2), new Recorder("job", "cat"), new Recorder("loop", "cat"));

    assertThat(events)
        .filteredOn(event -> event.startsWith("work"))
        .containsExactly("work job", "work loop", "work loop", "work job", "work job", "work loop");
  }

  @Test
  void preparesBeforeAndAsksAfterTheWork() throws Exception {
    run(new Rounds.Plan(1, 0, 1), new Recorder("job", "cat"));

    assertThat(events).containsExactly("prepare job", "work job", "answers job");
  }

  @Test
  void countsOnlyTheRoundsAfterTheWarmUp() throws Exception {
    Rounds.Outcome outcome =
        run(new Rounds.Plan(25, 2, 3), new Recorder("job", "cat"), new Recorder("loop", "cat"));

    assertThat(outcome.sides()).extracting(SideResult::name).containsExactly("job", "loop");
    assertThat(outcome.sides())
        .allSatisfy(
            side ->
                assertThat(side.rounds())
                    .hasSize(3)
                    .allMatch(round -> round.images() == 25 && round.wallSeconds() > 0));
  }

  @Test
  void comparesTheAnswersOfEveryRoundWithTheLastSides() throws Exception {
    Rounds.Outcome outcome =
        run(new Rounds.Plan(1, 1, 2), new Recorder("job", "dog"), new Recorder("loop", "cat"));

    assertThat(outcome.verdicts())
        .containsExactly(new Verdict(3, 0, "dog is not cat"), new Verdict(3, 3, null));
  }

  @Test
  void tellsApartWhatThreadsOfDifferentNamesTake() throws Exception {
    Side<String> allocating =
        new Side<>() {
          private byte[] kept = {};

          @Override
          public String name() {
            return "allocating";
          }

          @Override
          public void work() {
            kept = new byte[10_000_000];
          }

          @Override
          public String answers() {
            return String.valueOf(kept.length);
          }
        };
    ThreadKinds kinds =
        new ThreadKinds(
            Map.of("mine", Pattern.compile(Pattern.quote(Thread.currentThread().getName()))));

    Measurement round =
        new Rounds<>(List.of(allocating), EQUAL, kinds)
            .run(new Rounds.Plan(100, 0, 1), SILENT)
            .sides()
            .get(0)
            .rounds()
            .get(0);

    assertThat(round.allocatedBytesPerImage(List.of("mine"))).isBetween(100_000.0, 120_000.0);
    assertThat(round.allocatedBytesPerImage(List.of(ThreadKinds.OTHERS))).isLessThan(50_000);
  }
}
