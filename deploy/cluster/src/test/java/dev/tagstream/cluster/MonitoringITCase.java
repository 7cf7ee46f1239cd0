package dev.tagstream.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tagstream.pipeline.kafka.KafkaConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real Prometheus reads from a job on a real cluster what the dashboard and the alerts ask for.
 */
@Timeout(600)
final class MonitoringITCase {

  private static final int SLOTS = 2;
  private static final String OTHER_JOB = "backfill";
  private static final int EVENTS_AT_A_TIME = 50;
  private static final String PAGE = "METRICS.md";

  /** Of a job on two slots; one on four slots made 7,284 with the metrics of Kafka's clients. */
  private static final double MAX_SERIES = 4000;

  /** What only a job over objects has, or one with several models. */
  private static final List<String> OF_OTHER_JOBS =
      List.of(
          "_listedObjects",
          "_listedBytes",
          "_listingComplete",
          "_bytesLeft",
          "_secondsLeft",
          "_alsoImages");

  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final String OPERATOR = "flink_taskmanager_job_task_operator_";
  private static final String NOT_RUNNING =
      "ALERTS{alertname='TagstreamNotRunning',alertstate='firing'}";
  private static final String ANSWERED =
      "sum(%1$simagesTagged) + sum(%1$sreason_imagesRejected)".formatted(OPERATOR);

  @TempDir private Path folder;

  @Test
  void prometheusAnswersEveryQueryOfTheDashboardFromARunningJob() throws Exception {
    Optional<PrometheusBinaries> binaries = PrometheusBinaries.find();
    assumeTrue(binaries.isPresent(), "skipped: there is no prometheus here");
    List<Integer> ports = Cluster.freePorts(2);

    try (Cluster cluster =
            Cluster.start(
                Path.of("target/cluster").toAbsolutePath(),
                Files.createDirectory(folder.resolve("cluster")),
                new Cluster.Size(1, SLOTS + 1, "1g"),
                Map.of(
                    "TAGSTREAM_METRICS_PORTS",
                    ports.stream().map(String::valueOf).collect(Collectors.joining(","))));
        Prometheus prometheus =
            Prometheus.start(
                binaries.get(), Files.createDirectory(folder.resolve("prometheus")), ports)) {
      cluster.createTopicsAtOnce(SLOTS);
      // which falls back where CUDA cannot be loaded, and says so; it fetches, compares its tags
      // with a reference and remembers those of an image or two, for those metrics
      cluster.submit(
          List.of("--parallelism", String.valueOf(SLOTS)),
          DemoJob.options(
              cluster,
              "--tagging.device.provider",
              "auto",
              "--tagging.fetch.allow",
              "https://images.example",
              "--tagging.duplicates.max-bytes",
              "1 kb",
              "--tagging.drift.reference",
              DemoJob.reference(folder.resolve("reference.json")).toString()));

      int published = publishUntilEveryQueryIsAnswered(cluster, prometheus);
      assertCountsAddUp(prometheus, published);
      assertOnlyTheFallbackIsAlerted(prometheus);
      double series =
          prometheus.values("max_over_time(count({__name__=~'flink_.*'})[1m:1s])").get(0);
      System.out.println("series: " + series);
      assertThat(series).as("series").isLessThan(MAX_SERIES);
      assertTheEndOfAnotherJobAlertsForThatAlone(cluster, prometheus);
    }
  }

  /** Rates need a job that works. Returns how many events there are. */
  private static int publishUntilEveryQueryIsAnswered(Cluster cluster, Prometheus prometheus)
      throws Exception {
    List<String> queries = MonitoringFiles.queries();
    List<String> unanswered = new ArrayList<>(queries);
    int[] published = {0};
    try (ImagesTopic events =
        new ImagesTopic(KafkaConnection.to(cluster.bootstrapServers()), DemoJob.images(), SLOTS)) {
      await("each query is answered")
          .atMost(PATIENCE)
          .until(
              () -> {
                published[0] = events.publishMore(EVENTS_AT_A_TIME);
                unanswered.clear();
                for (String query : queries) {
                  if (prometheus.values(query).isEmpty()) {
                    unanswered.add(query);
                  }
                }
                return unanswered.isEmpty();
              });
      // all have arrived
      assertThat(events.expected()).hasSize(published[0]);
    } catch (ConditionTimeoutException inVain) {
      throw new AssertionError("without an answer: " + unanswered, inVain);
    }
    return published[0];
  }

  private static void assertCountsAddUp(Prometheus prometheus, int published) throws Exception {
    await(published + " events are counted")
        .atMost(PATIENCE)
        .until(() -> prometheus.values(ANSWERED).equals(List.of((double) published)));

    assertThat(prometheus.values("sum(%simagesRead)".formatted(OPERATOR)))
        .containsExactly((double) published);
    List<Double> tagged = prometheus.values("sum(%simagesTagged)".formatted(OPERATOR));
    for (String each : List.of("endToEndMillis", "topScoreMillionths")) {
      assertThat(prometheus.values("sum(%sle_%sBucket{le='+Inf'})".formatted(OPERATOR, each)))
          .isEqualTo(tagged);
    }
    assertThat(prometheus.values("sum(%slabel_topLabelImages)".formatted(OPERATOR)))
        .isEqualTo(tagged);
    assertThat(
            prometheus.labels(
                "count by (label) (%slabel_topLabelImages)".formatted(OPERATOR), "label"))
        .contains("T-shirt/top", "(none)", "(other)");
  }

  /** A scrape that a busy machine missed is made up for by the next. */
  private static void assertEveryMetricOfThePageIsThere(Prometheus prometheus) throws Exception {
    TreeSet<String> missing = new TreeSet<>(MonitoringFiles.metricsIn(MonitoringFiles.text(PAGE)));
    missing.removeIf(name -> OF_OTHER_JOBS.stream().anyMatch(name::endsWith));
    try {
      await("every metric of the page is there")
          .atMost(PATIENCE)
          .until(
              () -> {
                for (String name : List.copyOf(missing)) {
                  if (!prometheus.values("count(" + name + ")").isEmpty()) {
                    missing.remove(name);
                  }
                }
                return missing.isEmpty();
              });
    } catch (ConditionTimeoutException inVain) {
      throw new AssertionError("not there: " + missing, inVain);
    }
  }

  private static void assertOnlyTheFallbackIsAlerted(Prometheus prometheus) throws Exception {
    assertThat(prometheus.brokenRules()).isEmpty();
    assertThat(prometheus.labels("tagstream:bottleneck", "step"))
        .singleElement()
        .isIn("fetch", "decode", "queue", "inference", "sink");
    boolean fellBack =
        prometheus
            .labels(OPERATOR + "provider_device_model_sha256_session", "provider")
            .contains("cpu");
    List<String> expected = fellBack ? List.of("TagstreamProviderFellBack") : List.of();
    await(expected + " are all the alerts")
        .atMost(PATIENCE)
        .until(() -> prometheus.labels("ALERTS", "alertname").equals(expected));
  }

  private static void assertTheEndOfAnotherJobAlertsForThatAlone(
      Cluster cluster, Prometheus prometheus) throws Exception {
    String job =
        cluster.submit(
            List.of("--parallelism", "1"),
            DemoJob.options(
                cluster,
                "--tagging.job.name",
                OTHER_JOB,
                "--tagging.kafka.group-id",
                "group-of-" + OTHER_JOB,
                // for those metrics, which no job has together with duplicates
                "--tagging.models.topic",
                "tagstream-models"));
    await("both jobs are seen")
        .atMost(PATIENCE)
        .until(
            () ->
                prometheus
                    .labels("count by (job_name) (%simagesRead)".formatted(OPERATOR), "job_name")
                    .containsAll(List.of("tagstream", OTHER_JOB)));
    assertEveryMetricOfThePageIsThere(prometheus);
    prometheus.expectAlso(OTHER_JOB);
    await("both jobs are expected")
        .atMost(PATIENCE)
        .until(() -> prometheus.values("tagstream:expected_job").size() == 2);
    await("none has an alert")
        .atMost(PATIENCE)
        .until(() -> prometheus.labels(NOT_RUNNING, "job_name").isEmpty());

    cluster.flink().cancel(job);

    await("an alert for " + OTHER_JOB + " alone")
        .atMost(PATIENCE)
        .until(() -> prometheus.labels(NOT_RUNNING, "job_name").equals(List.of(OTHER_JOB)));
  }
}
