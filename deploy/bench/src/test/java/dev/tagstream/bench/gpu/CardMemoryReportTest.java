package dev.tagstream.bench.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.bench.frame.Conditions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CardMemoryReportTest {

  @Test
  void whatTheFirstSessionLoadsIsNoGrowth() {
    CardMemoryReport report = report(List.of(100L, 650L, 651L, 651L));

    assertThat(report.passed()).isTrue();
    assertThat(report.text())
        .contains("card memory, MiB: [100, 650, 651, 651]", "after 4 / after 2: 1.002");
  }

  @Test
  void growthOfMoreThanOnePercentFails() {
    CardMemoryReport report = report(List.of(100L, 650L, 655L, 660L));

    assertThat(report.passed()).isFalse();
    assertThat(report.text()).contains("after 4 / after 2: 1.015  at most 1.01: missed");
  }

  private static CardMemoryReport report(List<Long> mebibytes) {
    Conditions before = Conditions.before("gpu-memory", "memory of the card", Map.of());
    return new CardMemoryReport(before.after(), mebibytes);
  }
}
