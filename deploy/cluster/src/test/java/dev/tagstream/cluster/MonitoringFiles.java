package dev.tagstream.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code deploy/monitoring} holds. */
final class MonitoringFiles {

  private static final Path FOLDER = Path.of("../monitoring").toAbsolutePath().normalize();
  private static final Pattern FLINK_METRIC = Pattern.compile("\\bflink_[a-zA-Z0-9_]+");

  private MonitoringFiles() {}

  static Path folder() {
    return FOLDER;
  }

  static String text(String name) throws IOException {
    return Files.readString(FOLDER.resolve(name));
  }

  /** Every metric of Flink that a text names, by its name in Prometheus. */
  static Set<String> metricsIn(String text) {
    Set<String> names = new TreeSet<>();
    Matcher matcher = FLINK_METRIC.matcher(text);
    while (matcher.find()) {
      names.add(matcher.group());
    }
    return names;
  }

  static String dashboardText() throws IOException {
    return text("grafana/dashboards/tagstream.json");
  }

  /** The panels of the dashboard that show data. */
  static List<JsonNode> panels() throws IOException {
    List<JsonNode> panels = new ArrayList<>();
    for (JsonNode panel : new ObjectMapper().readTree(dashboardText()).path("panels")) {
      if (!panel.path("type").asText().equals("row")) {
        panels.add(panel);
      }
    }
    return panels;
  }

  /**
   * Every query of the dashboard as Grafana would send it for all jobs, but for those of NVIDIA's
   * exporter, which is no part of a job.
   */
  static List<String> queries() throws IOException {
    List<String> queries = new ArrayList<>();
    for (JsonNode panel : panels()) {
      for (JsonNode target : panel.path("targets")) {
        String query = target.path("expr").asText();
        if (!query.startsWith("DCGM_")) {
          queries.add(query.replace("$__rate_interval", "20s").replace("$job", ".*"));
        }
      }
    }
    return queries;
  }
}
