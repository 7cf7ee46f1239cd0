package dev.tagstream.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.cli.doctor.check.Check;
import dev.tagstream.cli.doctor.check.Finding;
import dev.tagstream.cli.doctor.check.Findings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

final class DoctorTest {

  private final List<String> told = new ArrayList<>();
  private final Findings findings = new Findings(finding -> told.add(finding.line()));

  @Test
  void goesOnAfterACheckThatHangsOrFailsUnforeseen() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    List<Check> checks =
        List.of(
            new Check("driver", unused -> never.await()),
            new Check(
                "disk",
                unused -> {
                  throw new IllegalStateException("on fire");
                }),
            new Check("clock", found -> found.ok("clock", "ticks")));

    Doctor.examine(checks, Duration.ofMillis(200), findings);

    assertThat(told)
        .containsExactly(
            "failure  driver       no answer in 200 ms; to see what it waits for, run: jstack "
                + ProcessHandle.current().pid(),
            "failure  disk         cannot be checked: java.lang.IllegalStateException: on fire;"
                + " run it again with --verbose, which shows the log",
            "ok       clock        ticks");
    assertThat(findings.all()).extracting(Finding::line).isEqualTo(told);
  }

  @Test
  void escapesInJsonWhatSteersATerminal() {
    findings.warning("model", "name \u001b[31m", "say \"no\"");

    assertThat(DoctorJson.line(findings))
        .isEqualTo(
            "{\"failures\":0,\"warnings\":1,\"findings\":[{\"check\":\"model\",\"verdict\":"
                + "\"warning\",\"message\":\"name \\u001B[31m\",\"remedy\":\"say \\\"no\\\"\"}]}");
  }
}
