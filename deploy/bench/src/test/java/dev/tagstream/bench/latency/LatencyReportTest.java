package dev.tagstream.bench.latency;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tagstream.bench.frame.Conditions;
import dev.tagstream.bench.frame.Machine;
import dev.tagstream.bench.frame.Spread;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class LatencyReportTest {

  private static final LatencyReport REPORT =
      new LatencyReport(
          new Conditions(
              "latency",
              "from due to done",
              new Machine("Abacus 3000", 2, "Linux 6.1", "17.0.1, OpenJDK"),
              0.25,
              1.5,
              Map.of("model", "a small one")),
          new Spread(40, 39, 41, 38, 42),
          List.of(
              new Load(
                  25,
                  10,
                  600,
                  new Percentiles(0.05, 0.1, 0.2, 0.5, 0.6),
                  new Percentiles(110, 150, 180, 200, 220.5),
                  new Percentiles(610, 1100, 1180, 1201, 1220))));

  @Test
  void printsATable() {
    assertThat(REPORT.text())
        .isEqualToNormalizingNewlines(
            """
            bench latency: from due to done
            machine       Abacus 3000, 2 cores, Linux 6.1
            Java          17.0.1, OpenJDK
            load          0.25 before, 1.50 after
            model         a small one
            capacity      40.0 images/s (38.0 .. 42.0)

            milliseconds                       p50       p95       p99     p99.9       max
            25 %: 10.0 events/s, 600 events
              until written                 110.00    150.00    180.00    200.00    220.50
              until committed               610.00     1,100     1,180     1,201     1,220
              of which the sender's lag       0.05      0.10      0.20      0.50      0.60
            """);
  }

  @Test
  void hasAllOfItInJson() throws Exception {
    JsonNode json = new JsonMapper().readTree(REPORT.json());

    assertThat(json.at("/capacity/median").doubleValue()).isEqualTo(40);
    assertThat(json.at("/loads/0/share").intValue()).isEqualTo(25);
    assertThat(json.at("/loads/0/written/p999").doubleValue()).isEqualTo(200);
    assertThat(json.at("/loads/0/committed/p50").doubleValue()).isEqualTo(610);
    assertThat(json.at("/passed").booleanValue()).isTrue();
  }

  @Test
  void takesPercentilesInMilliseconds() {
    Histogram micros = new Histogram(3);
    for (int i = 1; i <= 1000; i++) {
      micros.recordValue(i);
    }

    assertThat(Percentiles.of(micros)).isEqualTo(new Percentiles(0.5, 0.95, 0.99, 0.999, 1));
  }
}
