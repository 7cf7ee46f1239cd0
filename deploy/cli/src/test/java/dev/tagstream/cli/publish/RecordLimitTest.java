package dev.tagstream.cli.publish;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class RecordLimitTest {

  private final RecordLimit limit = new RecordLimit(1000, "topic a takes 1000", "max of topic a");

  @Test
  void advisesNoSettingThatKafkaDoesNotTake() {
    assertThat(limit.remedy(3L << 20))
        .isEqualTo(
            "to send their bytes, raise max of topic a to 4194304, and check"
                + " tagging.limits.max-encoded-bytes");
    assertThat(limit.remedy(3L << 30))
        .isEqualTo(
            "no record of Kafka takes a file of 3221225472 bytes; leave it out with --exclude, or"
                + " make it smaller");
  }
}
