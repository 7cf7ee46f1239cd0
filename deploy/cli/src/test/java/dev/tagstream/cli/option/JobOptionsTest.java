package dev.tagstream.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagstream.console.UserErrorException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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

  @ParameterizedTest
  @CsvSource({
    "-Dtagging.kafka.properties.sasl.jaas.config=x, --tagging.kafka.properties.sasl.jaas.config",
    "'-Dtagging.kafka.properties=sasl.mechanism:PLAIN,sasl.jaas.config:x', --tagging.kafka.properties",
    "--client-property=ssl.key.password=x, --client-property ssl.key.password"
  })
  void refusesSecrets(String argument, String named) {
    Options options = new Options();
    new CommandLine(options).parseArgs(argument);

    assertThatThrownBy(options::read)
        .isInstanceOf(UserErrorException.class)
        .hasMessageStartingWith(named + " may be a secret, and others can read a command line")
        .hasMessageEndingWith("and name that with --client-config");
  }

  @Command
  private static final class Options {

    @Mixin private JobOptions job;
    @Mixin private KafkaOptions kafka;

    void read() {
      job.given();
      kafka.connection();
    }
  }
}
