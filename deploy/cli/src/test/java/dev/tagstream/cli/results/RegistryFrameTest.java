package dev.tagstream.cli.results;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.pipeline.config.TaggingOptions;
import org.junit.jupiter.api.Test;

final class RegistryFrameTest {

  @Test
  void saysWhatToSetForARecordBehindTheFrameOfARegistry() {
    byte[] framed = {0, 0, 0, 0, 7, 6};

    assertThat(RegistryFrame.orElse("x", framed, TaggingOptions.KAFKA_FRAMING_TAGS))
        .isEqualTo(
            "it begins like the frame of a schema registry, which this command does not read;"
                + " set tagging.kafka.framing.tags to single-object");
  }

  @Test
  void leavesTheProblemOfAnotherRecord() {
    byte[] text = {'h', 'e', 'l', 'l', 'o'};
    byte[] tooShort = {0, 0, 0, 7};

    assertThat(RegistryFrame.orElse("x", text, TaggingOptions.KAFKA_FRAMING_TAGS)).isEqualTo("x");
    assertThat(RegistryFrame.orElse("x", tooShort, TaggingOptions.KAFKA_FRAMING_TAGS))
        .isEqualTo("x");
  }
}
