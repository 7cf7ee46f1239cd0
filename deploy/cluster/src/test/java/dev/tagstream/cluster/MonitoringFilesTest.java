package dev.tagstream.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The dashboard, rules and alerts of {@code deploy/monitoring}, as far as no job is needed. */
final class MonitoringFilesTest {

  private static final String DATASOURCE = "${datasource}";
  private static final String REPOSITORY = "{{ index $externalLabels \"tagstream_repository\" }}";

  @ParameterizedTest
  @ValueSource(strings = {"check config prometheus.yml", "test rules rules-test.yml"})
  void promtoolIsContent(String arguments) throws Exception {
    Optional<PrometheusBinaries> binaries = PrometheusBinaries.find();
    assumeTrue(binaries.isPresent(), "skipped: there is no promtool here");

    List<String> command = new ArrayList<>(List.of(binaries.get().promtool().toString()));
    command.addAll(List.of(arguments.split(" ")));
    Process promtool =
        new ProcessBuilder(command)
            .directory(MonitoringFiles.folder().toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(promtool.waitFor()).as(output).isZero();
  }

  @Test
  void everyAlertIsSeenFiringAndQuiet() throws IOException {
    List<String> alerts =
        MonitoringFiles.text("alerts.yml")
            .lines()
            .filter(line -> line.contains("- alert: "))
            .map(line -> line.replace("- alert: ", "").strip())
            .toList();
    String tests = MonitoringFiles.text("rules-test.yml");

    assertThat(alerts)
        .hasSizeGreaterThanOrEqualTo(5)
        .allSatisfy(
            alert ->
                assertThat(tests)
                    .containsPattern("alertname: " + alert + "\n.*\n *exp_alerts: \\[\\]")
                    .containsPattern(
                        "alertname: " + alert + "\n.*\n *exp_alerts:\n *- exp_labels"));
  }

  /** In this repository, by a path that follows its address if prometheus.yml has it. */
  @Test
  void everyAlertNamesItsRunbook() throws IOException {
    String page = MonitoringFiles.text("METRICS.md");
    JsonNode rules =
        new YAMLMapper().readTree(MonitoringFiles.text("alerts.yml")).at("/groups/0/rules");
    assertThat(MonitoringFiles.text("prometheus.yml"))
        .containsPattern("(?m)^  # external_labels:\\n  #   tagstream_repository: https://");
    assertThat(rules)
        .hasSizeGreaterThan(10)
        .allSatisfy(
            rule -> {
              String alert = rule.path("alert").asText();
              String anchor = alert.toLowerCase(Locale.ROOT);
              assertThat(rule.at("/annotations/runbook_url").asText())
                  .isEqualTo(REPOSITORY + "deploy/monitoring/METRICS.md#" + anchor);
              assertThat(page).contains("<a id=\"%s\"></a>`%s`".formatted(anchor, alert));
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"rules.yml", "alerts.yml", "grafana/dashboards/tagstream.json"})
  void everyMetricThatIsUsedIsOnThePage(String file) throws IOException {
    Set<String> documented = MonitoringFiles.metricsIn(MonitoringFiles.text("METRICS.md"));

    assertThat(MonitoringFiles.metricsIn(MonitoringFiles.text(file)))
        .isNotEmpty()
        .isSubsetOf(documented);
  }

  @Test
  void everyPanelSaysWhatItShowsInWhichUnitFromTheChosenPrometheus() throws IOException {
    List<JsonNode> panels = MonitoringFiles.panels();

    assertThat(panels).hasSizeGreaterThan(20);
    assertThat(panels).extracting(panel -> panel.path("id").asInt()).doesNotHaveDuplicates();
    assertThat(panels)
        .allSatisfy(
            panel -> {
              assertThat(panel.path("title").asText()).isNotEmpty();
              assertThat(panel.at("/fieldConfig/defaults/unit").asText()).isNotEmpty();
              assertThat(panel.at("/datasource/uid").asText()).isEqualTo(DATASOURCE);
              assertThat(panel.path("targets")).isNotEmpty();
              assertThat(panel.path("targets"))
                  .allSatisfy(
                      target -> {
                        assertThat(target.path("expr").asText()).isNotEmpty();
                        assertThat(target.at("/datasource/uid").asText()).isEqualTo(DATASOURCE);
                      });
            });
  }

  @Test
  void everyPanelOfAJobHasARowForEachJob() throws IOException {
    assertThat(MonitoringFiles.queries())
        .filteredOn(query -> query.contains("{job_name"))
        .hasSizeGreaterThan(30)
        .noneMatch(query -> query.matches(".*\\b(sum|max|count) ?\\(.*"))
        .noneMatch(query -> query.matches(".* by \\((?!job_name).*"));
  }

  @Test
  void noPanelLiesOverAnother() throws IOException {
    Set<String> taken = new HashSet<>();
    for (JsonNode panel : MonitoringFiles.panels()) {
      JsonNode place = panel.path("gridPos");
      int right = place.path("x").asInt() + place.path("w").asInt();
      int bottom = place.path("y").asInt() + place.path("h").asInt();
      assertThat(right).as(panel.path("title").asText()).isLessThanOrEqualTo(24);
      for (int x = place.path("x").asInt(); x < right; x++) {
        for (int y = place.path("y").asInt(); y < bottom; y++) {
          assertThat(taken.add(x + "," + y)).as(panel.path("title").asText()).isTrue();
        }
      }
    }
  }
}
