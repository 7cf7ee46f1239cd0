package dev.tagstream.cluster;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/** A process of {@code bin/sql-gateway}, and one session of its REST interface. */
final class SqlGateway implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final Path log;
  private final String address;
  private final HttpClient client = HttpClient.newHttpClient();
  private String session = "";

  private SqlGateway(Process process, Path log, String port) {
    this.process = process;
    this.log = log;
    this.address = "http://127.0.0.1:" + port;
  }

  /** Starts it for a cluster that runs statements, and opens a session. */
  static SqlGateway start(Cluster cluster, Path log) throws IOException, InterruptedException {
    Process process =
        cluster
            .script("sql-gateway")
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    SqlGateway gateway = new SqlGateway(process, log, cluster.sqlGatewayPort());
    gateway.awaitSession();
    return gateway;
  }

  private void awaitSession() throws IOException, InterruptedException {
    long endNanos = System.nanoTime() + PATIENCE.toNanos();
    while (session.isEmpty()) {
      try {
        session = post("/v1/sessions", JSON.createObjectNode()).path("sessionHandle").asText();
      } catch (IOException starting) {
        if (!process.isAlive() || System.nanoTime() - endNanos > 0) {
          close();
          throw new IOException("the gateway does not start: " + Files.readString(log), starting);
        }
        MILLISECONDS.sleep(500);
      }
    }
  }

  /** Runs a statement to its end and returns the rows of its result, each a list in brackets. */
  List<String> run(String statement) throws IOException, InterruptedException {
    String operation =
        post(
                "/v1/sessions/" + session + "/statements",
                JSON.createObjectNode().put("statement", statement))
            .path("operationHandle")
            .asText();
    List<String> rows = new ArrayList<>();
    String next =
        "/v1/sessions/%s/operations/%s/result/0?rowFormat=JSON".formatted(session, operation);
    long endNanos = System.nanoTime() + PATIENCE.toNanos();
    while (!next.isEmpty()) {
      if (System.nanoTime() - endNanos > 0) {
        throw new IOException("no result of " + statement);
      }
      JsonNode answer = send(request(next).GET());
      String type = answer.path("resultType").asText();
      if (type.equals("NOT_READY")) {
        MILLISECONDS.sleep(200);
      }
      for (JsonNode row : answer.path("results").path("data")) {
        rows.add(fields(row).toString());
      }
      next = type.equals("EOS") ? "" : answer.path("nextResultUri").asText(next);
    }
    return rows;
  }

  private static List<String> fields(JsonNode row) {
    return StreamSupport.stream(row.path("fields").spliterator(), false)
        .map(JsonNode::asText)
        .toList();
  }

  private JsonNode post(String path, ObjectNode body) throws IOException, InterruptedException {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body.toString())));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(address + path)).timeout(Duration.ofMinutes(1));
  }

  private JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException(response.statusCode() + ": " + response.body());
    }
    return JSON.readTree(response.body());
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
