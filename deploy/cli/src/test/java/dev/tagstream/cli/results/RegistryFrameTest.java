package dev.tagstream.cli.results;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.pipeline.config.FormatConfig;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;

final class RegistryFrameTest {

  private static final FormatConfig NO_REGISTRY = FormatConfig.of(new Configuration());
  private static final byte[] FRAMED = {0, 0, 0, 0, 7, 6};

  @Test
  void saysWhatToGiveForARecordBehindTheFrameOfARegistry() {
    assertThat(RegistryFrame.orElse("no header", FRAMED, NO_REGISTRY))
        .isEqualTo(
            "no header; it begins like the frame of a schema registry:"
                + " give the job's file with tagging.kafka.registry.urls by --config");
  }

  @Test
  void leavesTheProblemOfAnotherRecord() {
    byte[] text = {'h', 'e', 'l', 'l', 'o'};
    byte[] tooShort = {0, 0, 0, 7};

    assertThat(RegistryFrame.orElse("x", text, NO_REGISTRY)).isEqualTo("x");
    assertThat(RegistryFrame.orElse("x", tooShort, NO_REGISTRY)).isEqualTo("x");
  }

  @Test
  void leavesTheProblemWhereARegistryWasGiven() {
    FormatConfig formats =
        FormatConfig.of(
            Configuration.fromMap(Map.of("tagging.kafka.registry.urls", "http://registry:8081")));

    assertThat(RegistryFrame.orElse("x", FRAMED, formats)).isEqualTo("x");
  }
}
