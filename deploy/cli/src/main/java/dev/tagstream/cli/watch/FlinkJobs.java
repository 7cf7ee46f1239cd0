package dev.tagstream.cli.watch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tagstream.console.UserErrorException;
import dev.tagstream.pipeline.metric.TaggingMetric;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The running jobs over objects of a Flink cluster, by its REST interface. */
final class FlinkJobs {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final JsonMapper JSON = new JsonMapper();
  private static final int OK = 200;

  private final String address;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

  /**
   * The jobs of a cluster.
   *
   * @param address of the REST interface, such as {@code http://jobmanager:8081}
   * @throws UserErrorException if it is no such address
   */
  FlinkJobs(String address) {
    if (address.contains("@")) {
      throw new UserErrorException(
          "--flink must have no user and no password, which others can read; put a proxy that knows"
              + " them before Flink");
    }
    if (!address.matches("https?://[^/?#]+/?")) {
      throw new UserErrorException(
          "--flink must be an address such as http://jobmanager:8081 but was '%s'"
              .formatted(address));
    }
    this.address = address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
  }

  /**
   * What each job has read.
   *
   * @throws UserErrorException if Flink does not answer
   */
  List<ObjectsStatus> overObjects() throws InterruptedException {
    List<ObjectsStatus> found = new ArrayList<>();
    for (JsonNode job : get("/jobs/overview").path("jobs")) {
      if (job.path("state").asText().equals("RUNNING")) {
        String path = "/jobs/" + job.path("jid").asText();
        for (JsonNode vertex : get(path).path("vertices")) {
          Map<String, String> figures =
              figures(path + "/vertices/" + vertex.path("id").asText() + "/jm-operator-metrics");
          if (figures.containsKey(TaggingMetric.LISTED_OBJECTS.metricName())) {
            found.add(status(job.path("name").asText(), figures));
          }
        }
      }
    }
    return found;
  }

  /** The figures of the enumerator, by the names of our metrics. */
  private Map<String, String> figures(String path) throws InterruptedException {
    List<String> names = new ArrayList<>();
    for (JsonNode metric : get(path)) {
      String name = metric.path("id").asText();
      if (name.contains(".enumerator.")) {
        names.add(URLEncoder.encode(name, StandardCharsets.UTF_8));
      }
    }
    Map<String, String> figures = new TreeMap<>();
    if (!names.isEmpty()) {
      for (JsonNode metric : get(path + "?get=" + String.join(",", names))) {
        String name = metric.path("id").asText();
        figures.put(name.substring(name.lastIndexOf('.') + 1), metric.path("value").asText());
      }
    }
    return figures;
  }

  private static ObjectsStatus status(String job, Map<String, String> figures) {
    return new ObjectsStatus(
        job,
        (long) figure(figures, TaggingMetric.LISTED_OBJECTS),
        (long) figure(figures, TaggingMetric.LISTED_BYTES),
        (long) figure(figures, TaggingMetric.BYTES_LEFT),
        figure(figures, TaggingMetric.LISTING_COMPLETE) == 1,
        figure(figures, TaggingMetric.SECONDS_LEFT));
  }

  private static double figure(Map<String, String> figures, TaggingMetric metric) {
    return Double.parseDouble(figures.getOrDefault(metric.metricName(), "NaN"));
  }

  private JsonNode get(String path) throws InterruptedException {
    try {
      HttpResponse<String> response =
          client.send(
              HttpRequest.newBuilder(URI.create(address + path)).timeout(PATIENCE).build(),
              HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != OK) {
        throw new UserErrorException(
            "%s%s answers %d; --flink must be the address of Flink's REST interface"
                .formatted(address, path, response.statusCode()));
      }
      return JSON.readTree(response.body());
    } catch (IOException | IllegalArgumentException failure) {
      throw new UserErrorException(
          "Flink does not answer at %s; check the address, and that the JobManager runs"
              .formatted(address));
    }
  }
}
