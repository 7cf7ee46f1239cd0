package dev.tagstream.cluster;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A Prometheus of its own with the files of {@code deploy/monitoring}, that looks every second. */
final class Prometheus implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String EXPECTED_JOBS = "expected-jobs.yml";

  /** The end of the one alert for which a test cannot wait as long as an operator does. */
  private static final String GONE_FOR_5_MINUTES = "imagesRead)\n        for: 5m";

  private static final String GONE_FOR_5_SECONDS = GONE_FOR_5_MINUTES.replace("5m", "5s");

  private final HttpClient client = HttpClient.newHttpClient();
  private final Path folder;
  private final String address;
  private final Process process;

  private Prometheus(Path folder, String address, Process process) {
    this.folder = folder;
    this.address = address;
    this.process = process;
  }

  /**
   * Starts it and returns when it answers.
   *
   * @param folder for its files, its log and what it stores
   * @param ports where it finds metrics on this host
   */
  static Prometheus start(PrometheusBinaries binaries, Path folder, List<Integer> ports)
      throws IOException, InterruptedException {
    for (String file : List.of("rules.yml", EXPECTED_JOBS)) {
      Files.writeString(folder.resolve(file), MonitoringFiles.text(file));
    }
    Files.writeString(
        folder.resolve("alerts.yml"),
        MonitoringFiles.text("alerts.yml").replace(GONE_FOR_5_MINUTES, GONE_FOR_5_SECONDS));
    Files.writeString(
        folder.resolve("prometheus.yml"),
        MonitoringFiles.text("prometheus.yml").replace("_interval: 15s", "_interval: 1s"));
    Files.writeString(
        folder.resolve("targets.yml"),
        ports.stream()
            .map(port -> "'127.0.0.1:" + port + "'")
            .collect(Collectors.joining(", ", "- targets: [", "]\n")));
    String address = "127.0.0.1:" + Cluster.freePorts(1).get(0);
    Process process =
        new ProcessBuilder(
                binaries.prometheus().toString(),
                "--config.file=" + folder.resolve("prometheus.yml"),
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--web.enable-lifecycle",
                "--web.listen-address=" + address)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("prometheus.log").toFile())
            .start();
    Prometheus prometheus = new Prometheus(folder, "http://" + address, process);
    await("Prometheus answers").atMost(PATIENCE).until(prometheus::answers);
    return prometheus;
  }

  /** Expects a job beside the one that it expects already. */
  void expectAlso(String job) throws IOException, InterruptedException {
    String jobs = Files.readString(folder.resolve(EXPECTED_JOBS));
    String rule = jobs.substring(jobs.indexOf("      - record:"));
    Files.writeString(
        folder.resolve(EXPECTED_JOBS), jobs + rule.replace("tagstream\n", job + "\n"));
    HttpRequest reload =
        HttpRequest.newBuilder(URI.create(address + "/-/reload"))
            .POST(BodyPublishers.noBody())
            .timeout(PATIENCE)
            .build();
    HttpResponse<String> response = client.send(reload, BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException(response.body());
    }
  }

  /** What a query gives now: the value of each series, none of them NaN. */
  List<Double> values(String query) throws IOException, InterruptedException {
    List<Double> values = new ArrayList<>();
    for (JsonNode series : results(query)) {
      double value = series.path("value").path(1).asDouble();
      if (!Double.isNaN(value)) {
        values.add(value);
      }
    }
    return values;
  }

  /** The value of a label in each series that a query gives now. */
  List<String> labels(String query, String label) throws IOException, InterruptedException {
    List<String> labels = new ArrayList<>();
    results(query).forEach(series -> labels.add(series.path("metric").path(label).asText()));
    return labels;
  }

  /** The rules that cannot be evaluated, with what is wrong. */
  List<String> brokenRules() throws IOException, InterruptedException {
    List<String> broken = new ArrayList<>();
    for (JsonNode group : get("/api/v1/rules").path("data").path("groups")) {
      for (JsonNode rule : group.path("rules")) {
        if (!rule.path("health").asText().equals("ok")) {
          broken.add(rule.path("name").asText() + ": " + rule.path("lastError").asText());
        }
      }
    }
    return broken;
  }

  private JsonNode results(String query) throws IOException, InterruptedException {
    JsonNode answer =
        get("/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8));
    if (!answer.path("status").asText().equals("success")) {
      throw new IOException(query + ": " + answer);
    }
    return answer.path("data").path("result");
  }

  private boolean answers() throws InterruptedException {
    if (!process.isAlive()) {
      throw new IllegalStateException("Prometheus has ended, see prometheus.log");
    }
    try {
      return get("/api/v1/status/buildinfo").has("data");
    } catch (IOException e) {
      // not yet
      return false;
    }
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address + path)).timeout(PATIENCE).build();
    return JSON.readTree(client.send(request, BodyHandlers.ofString()).body());
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
