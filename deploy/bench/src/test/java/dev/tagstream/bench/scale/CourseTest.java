package dev.tagstream.bench.scale;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.bench.frame.AnswerComparison.Verdict;
import dev.tagstream.bench.frame.Conditions;
import dev.tagstream.bench.frame.Machine;
import dev.tagstream.bench.frame.Side;
import dev.tagstream.console.Console;
import dev.tagstream.console.Terminal;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CourseTest {

  private static final Console SILENT =
      new Console(
          new PrintWriter(Writer.nullWriter()),
          new PrintWriter(Writer.nullWriter()),
          Terminal.PLAIN);

  /** Counts how often it worked, and is wrong in its third round. */
  private static final class Counter implements Side<Boolean> {

    private int rounds;

    @Override
    public String name() {
      return "counter";
    }

    @Override
    public void work() {
      rounds++;
    }

    @Override
    public Boolean answers() {
      return rounds != 3;
    }
  }

  @Test
  void looksAtEveryMarkAndComparesEveryRound() throws Exception {
    Counter counter = new Counter();
    Course<Boolean> course =
        new Course<>(
            counter,
            true,
            (right, expected) -> new Verdict(5, right ? 5 : 4, right ? null : "one is wrong"),
            5);

    course.run(1, List.of(5L, 50L), SILENT);

    assertThat(counter.rounds).isEqualTo(11);
    assertThat(course.marks()).extracting(Mark::events).containsExactly(5L, 50L);
    assertThat(course.marks())
        .allMatch(mark -> mark.wallMicros() > 0 && mark.footprint().heapMegabytes() > 1);
    assertThat(course.answers()).isEqualTo(new Verdict(55, 54, "one is wrong"));
  }

  @Test
  void printsWhetherCostAndHeapGrew() {
    ScaleReport report =
        new ScaleReport(
            new Conditions(
                "scale",
                "over the run of the job",
                new Machine("Abacus 3000", 2, "Linux 6.1", "17.0.1, OpenJDK"),
                0.25,
                1.5,
                Map.of("model", "trivial")),
            List.of(
                new Mark(10_000, 300, 400, new Footprint(100, 800)),
                new Mark(100_000, 290, 420, new Footprint(120, 880))),
            new Verdict(110_000, 110_000, null));

    assertThat(report.text())
        .isEqualToNormalizingNewlines(
            """
            bench scale: over the run of the job
            machine       Abacus 3000, 2 cores, Linux 6.1
            Java          17.0.1, OpenJDK
            load          0.25 before, 1.50 after
            model         trivial

                  events wall us/image CPU us/image      heap MB  resident MB
                  10,000        300.0        400.0        100.0        800.0
                 100,000        290.0        420.0        120.0        880.0

            CPU an image, last / first mark  1.05  at most 1.10: reached
            heap, last / first mark          1.20  at most 1.10: missed
            resident, last / first mark      1.10
            right answers: 110000 of 110000
            """);
    assertThat(report.json()).contains("\"cpuGrowth\" : 1.05", "\"heapGrowth\" : 1.2");
  }
}
