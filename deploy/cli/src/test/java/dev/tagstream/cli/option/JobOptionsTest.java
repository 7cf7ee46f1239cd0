package dev.tagstream.cli.option;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class JobOptionsTest {

  @Test
  void rewritesLongFlagsOfTheJobAsDefinitions() {
    assertThat(
            JobOptions.asDefinitions(
                new String[] {
                  "run",
                  "--tagging.mode",
                  "batch",
                  "--tagging.tags.top-k=3",
                  "--slots",
                  "2",
                  "-Dtagging.tags.min-score=0.5"
                }))
        .containsExactly(
            "run",
            "-Dtagging.mode=batch",
            "-Dtagging.tags.top-k=3",
            "--slots",
            "2",
            "-Dtagging.tags.min-score=0.5");
  }

  @Test
  void leavesAFlagWithoutValueToTheParser() {
    assertThat(JobOptions.asDefinitions(new String[] {"run", "--tagging.mode"}))
        .containsExactly("run", "-Dtagging.mode");
  }
}
