package dev.tagstream.bench.frame;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tagstream.bench.frame.AnswerComparison.Verdict;
import dev.tagstream.bench.frame.RoundsReport.Answers;
import dev.tagstream.bench.frame.RoundsReport.Demand;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoundsReportTest {

  private static final Conditions CONDITIONS =
      new Conditions(
          "data-path",
          "the job against a loop",
          new Machine("Abacus 3000", 2, "Linux 6.1", "17.0.1, OpenJDK"),
          0.25,
          1.5,
          Map.of("images", "64 of 50 KB, seed 1"));

  private static RoundsReport report(Verdict verdict, Demand demand) {
    SideResult job = new SideResult("job", List.of(round(2, 3), round(4, 3), round(2, 4)));
    SideResult loop = new SideResult("loop", List.of(round(1, 2), round(1, 2), round(1, 2)));
    Rounds.Outcome outcome =
        new Rounds.Outcome(List.of(job, loop), List.of(verdict, new Verdict(300, 300, null)));
    return RoundsReport.of(
        CONDITIONS,
        new Rounds.Plan(100, 1, 3),
        outcome,
        List.of(
            Ratio.cpuTime(job, loop, Target.atMost(1.6)),
            Ratio.throughput(job, loop, Target.atLeast(0.6))),
        List.of(Answers.of(outcome, 0, demand)),
        List.of());
  }

  private static Measurement round(double wallSeconds, double cpuSeconds) {
    return new Measurement(100, wallSeconds, cpuSeconds, Map.of());
  }

  @Test
  void printsATable() {
    assertThat(report(new Verdict(300, 300, null), Demand.MUST_AGREE).text())
        .isEqualToNormalizingNewlines(
            """
            bench data-path: the job against a loop
            machine       Abacus 3000, 2 cores, Linux 6.1
            Java          17.0.1, OpenJDK
            load          0.25 before, 1.50 after
            images        64 of 50 KB, seed 1
            rounds        3 of 100 images a side in turns, after 1 to warm up

                                                   median           quartiles               range
            job, images/s                           50.00      37.50 .. 50.00      25.00 .. 50.00
            job, CPU ms/image                       30.00      30.00 .. 35.00      30.00 .. 40.00
            loop, images/s                         100.00    100.00 .. 100.00    100.00 .. 100.00
            loop, CPU ms/image                      20.00      20.00 .. 20.00      20.00 .. 20.00
            CPU time, job / loop                     1.50        1.50 .. 1.75        1.50 .. 2.00  at most 1.60: reached
            throughput, job / loop                   0.50        0.38 .. 0.50        0.25 .. 0.50  at least 0.60: missed

            same answers, job and loop: 300 of 300
            """);
  }

  @Test
  void failsWhereSidesDifferThatMustAgree() {
    RoundsReport report = report(new Verdict(300, 299, "cat 0.9, but dog 0.9"), Demand.MUST_AGREE);

    assertThat(report.passed()).isFalse();
    assertThat(report.text())
        .endsWith(
            """
            same answers, job and loop: 299 of 300
              first difference: cat 0.9, but dog 0.9
              they must agree: this measures nothing
            """);
  }

  @Test
  void passesWhereSidesMayDiffer() {
    assertThat(report(new Verdict(300, 100, "a, but b"), Demand.MAY_DIFFER).passed()).isTrue();
  }

  @Test
  void hasAllOfItInJson() throws Exception {
    JsonNode json =
        new JsonMapper().readTree(report(new Verdict(300, 300, null), Demand.MUST_AGREE).json());

    assertThat(json.at("/conditions/machine/processor").textValue()).isEqualTo("Abacus 3000");
    assertThat(json.at("/conditions/loadAfter").doubleValue()).isEqualTo(1.5);
    assertThat(json.at("/conditions/settings/images").textValue()).isEqualTo("64 of 50 KB, seed 1");
    assertThat(json.at("/sides/0/rounds/1/cpuSeconds").doubleValue()).isEqualTo(3);
    assertThat(json.at("/sides/0/rounds/1/imagesPerSecond").doubleValue()).isEqualTo(25);
    assertThat(json.at("/ratios/0/figure").textValue()).isEqualTo("CPU time");
    assertThat(json.at("/ratios/0/spread/median").doubleValue()).isEqualTo(1.5);
    assertThat(json.at("/ratios/0/target/limit").doubleValue()).isEqualTo(1.6);
    assertThat(json.at("/ratios/0/reached").booleanValue()).isTrue();
    assertThat(json.at("/ratios/1/reached").booleanValue()).isFalse();
    assertThat(json.at("/answers/0/agreeing").intValue()).isEqualTo(300);
    assertThat(json.at("/passed").booleanValue()).isTrue();
  }
}
