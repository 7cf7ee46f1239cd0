package dev.tagstream.pipeline.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagstream.pipeline.metric.TaggingMetric.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the page of the metrics equal to the code. */
final class MetricsPageTest {

  private static final Path PAGE = Path.of("..", "deploy", "monitoring", "METRICS.md");
  private static final String SCOPE = TaggingMetric.Reporter.OPERATOR.prometheusScope();

  @Test
  void pageListsEveryCounterAndGaugeAsItIs() throws IOException {
    assertThat(page("metrics"))
        .isEqualTo(
            table(
                "| in Flink | in Prometheus | type | unit | labels | meaning |\n|---|---|---|---|---|---|\n",
                metric -> metric.kind() != Kind.DISTRIBUTION,
                MetricsPageTest::row));
  }

  @Test
  void pageListsEveryDistributionAsItIs() throws IOException {
    assertThat(page("distributions"))
        .isEqualTo(
            table(
                "| in Flink | counters in Prometheus | unit | buckets up to | meaning |\n|---|---|---|---|---|\n",
                metric -> metric.kind() == Kind.DISTRIBUTION,
                MetricsPageTest::distributionRow));
  }

  @Test
  void everyMetricIsDescribed() {
    assertThat(TaggingMetric.values())
        .allSatisfy(metric -> assertThat(metric.meaning()).endsWith("."))
        .allSatisfy(metric -> assertThat(metric.unit()).isNotEmpty())
        .extracting(TaggingMetric::metricName)
        .doesNotHaveDuplicates()
        .allMatch(name -> name.matches("[a-z][a-zA-Z]+"));
  }

  @Test
  void refusesToBeRegisteredAsSomethingElse() {
    RecordedMetrics metrics = new RecordedMetrics();

    assertThatThrownBy(() -> TaggingMetric.REJECT_STORM.counter(metrics))
        .hasMessage("rejectStorm is a GAUGE and no COUNTER");
    assertThatThrownBy(() -> TaggingMetric.IMAGES_REJECTED.counter(metrics))
        .hasMessage("imagesRejected has the labels [reason] but was given 0 values");
  }

  private static String page(String part) throws IOException {
    String page = Files.readString(PAGE);
    String begin = "<!-- " + part + " -->";
    String end = "<!-- /" + part + " -->";
    assertThat(page).contains(begin, end);
    return page.substring(page.indexOf(begin) + begin.length(), page.indexOf(end)).strip();
  }

  private static String table(
      String head, Predicate<TaggingMetric> which, Function<TaggingMetric, String> row) {
    return head
        + Arrays.stream(TaggingMetric.values())
            .filter(which)
            .map(row)
            .collect(Collectors.joining("\n"));
  }

  private static String row(TaggingMetric metric) {
    String labels =
        metric.labels().stream().map(label -> "`" + label + "`").collect(Collectors.joining(", "));
    String scope =
        metric.labels().stream()
            .map(label -> label + "_")
            .collect(Collectors.joining("", metric.reporter().prometheusScope(), ""));
    return "| `%s` | `%s` | %s | %s | %s | %s |"
        .formatted(
            metric.metricName(),
            scope + metric.metricName(),
            metric.kind().name().toLowerCase(Locale.ROOT),
            metric.unit(),
            labels,
            metric.meaning());
  }

  private static String distributionRow(TaggingMetric metric) {
    String bounds =
        Stream.concat(metric.bounds().stream().map(String::valueOf), Stream.of("+Inf"))
            .collect(Collectors.joining(", "));
    String name = metric.metricName();
    return "| `%s` | `%sle_%sBucket`, `%s%sSum` | %s | %s | %s |"
        .formatted(name, SCOPE, name, SCOPE, name, metric.unit(), bounds, metric.meaning());
  }
}
