package dev.tagstream.cluster;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** The part of Flink's REST interface that tests need. */
public final class FlinkRest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String address;
  private final HttpClient client = HttpClient.newHttpClient();

  FlinkRest(String address) {
    this.address = address;
  }

  /** Sends a job's jar to the JobManager and returns the name that it has there. */
  public String upload(Path jar) throws IOException, InterruptedException {
    String boundary = "----" + UUID.randomUUID();
    String head =
        "--%s\r\nContent-Disposition: form-data; name=\"jarfile\"; filename=\"%s\"\r\nContent-Type: application/java-archive\r\n\r\n"
            .formatted(boundary, jar.getFileName());
    BodyPublisher body =
        BodyPublishers.concat(
            BodyPublishers.ofString(head),
            BodyPublishers.ofFile(jar),
            BodyPublishers.ofString("\r\n--%s--\r\n".formatted(boundary)));
    String type = "multipart/form-data; boundary=" + boundary;
    String path =
        send(request("/jars/upload").header("Content-Type", type).POST(body))
            .path("filename")
            .asText();
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /**
   * Has the JobManager run the main method of an uploaded jar, and returns the id of the job that
   * it submits.
   *
   * @param arguments of the main method
   */
  public String run(String jar, int parallelism, List<String> arguments)
      throws IOException, InterruptedException {
    ObjectNode body = JSON.createObjectNode();
    body.put("parallelism", parallelism);
    arguments.forEach(body.putArray("programArgsList")::add);
    return post("/jars/" + jar + "/run", body).path("jobid").asText();
  }

  /** The id of the one job that a JobManager of one job has. */
  public String onlyJob() throws IOException, InterruptedException {
    JsonNode jobs = get("/jobs").path("jobs");
    if (jobs.size() != 1) {
      throw new IllegalStateException("there is not one job but " + jobs);
    }
    return jobs.path(0).path("id").asText();
  }

  /** The job's state, such as {@code RUNNING}. */
  public String state(String job) throws IOException, InterruptedException {
    return get("/jobs/" + job).path("state").asText();
  }

  /** When the JobManager got the job, in milliseconds since 1970. */
  long startMillis(String job) throws IOException, InterruptedException {
    return get("/jobs/" + job).path("start-time").asLong();
  }

  /**
   * Whether every task of the job runs. The state of a step does not tell: it runs while one of its
   * tasks does.
   */
  public boolean allTasksRun(String job) throws IOException, InterruptedException {
    int all = 0;
    int running = 0;
    for (JsonNode step : get("/jobs/" + job).path("vertices")) {
      all += step.path("parallelism").asInt();
      running += step.path("tasks").path("RUNNING").asInt();
    }
    return all > 0 && running == all;
  }

  /** Has the adaptive scheduler run every step of the job as often as this; needs no savepoint. */
  void rescale(String job, int parallelism) throws IOException, InterruptedException {
    String path = "/jobs/" + job + "/resource-requirements";
    JsonNode requirements = get(path);
    for (JsonNode step : requirements) {
      ((ObjectNode) step.path("parallelism"))
          .put("lowerBound", parallelism)
          .put("upperBound", parallelism);
    }
    send(
        request(path)
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofString(requirements.toString())));
  }

  /** The largest parallelism of the job's steps, as they run now. */
  int parallelism(String job) throws IOException, InterruptedException {
    int largest = 0;
    for (JsonNode step : get("/jobs/" + job).path("vertices")) {
      largest = Math.max(largest, step.path("parallelism").asInt());
    }
    return largest;
  }

  /** How often the job failed, and so was restarted, since it was submitted; Flink remembers 16. */
  public int failures(String job) throws IOException, InterruptedException {
    return get("/jobs/" + job + "/exceptions").path("exceptionHistory").path("entries").size();
  }

  /** The stack trace of what the job failed of last. */
  String failure(String job) throws IOException, InterruptedException {
    JsonNode failures =
        get("/jobs/" + job + "/exceptions").path("exceptionHistory").path("entries");
    return failures.path(0).path("stacktrace").asText();
  }

  /** How many checkpoints of the job have completed since a JobManager has it. */
  int completedCheckpoints(String job) throws IOException, InterruptedException {
    return get("/jobs/" + job + "/checkpoints").path("counts").path("completed").asInt();
  }

  /** How many checkpoints of the job have failed since a JobManager has it. */
  int failedCheckpoints(String job) throws IOException, InterruptedException {
    return get("/jobs/" + job + "/checkpoints").path("counts").path("failed").asInt();
  }

  /** How many TaskManagers are registered. */
  public int taskManagers() throws IOException, InterruptedException {
    return get("/overview").path("taskmanagers").asInt();
  }

  /** Cancels the job and waits for its end. */
  public void cancel(String job) throws IOException, InterruptedException {
    send(request("/jobs/" + job).method("PATCH", BodyPublishers.noBody()));
    await(job + " is canceled").atMost(PATIENCE).until(() -> state(job).equals("CANCELED"));
  }

  /**
   * Stops the job with a savepoint and returns where that lies. A job that is just restarting is
   * asked again.
   */
  public String stop(String job, Path savepoints) {
    return stop(job, savepoints.toUri());
  }

  /**
   * As above.
   *
   * @param savepoints the folder's URI, of any file system that the JobManager knows
   */
  String stop(String job, URI savepoints) {
    JsonNode operation =
        await(job + " stops")
            .atMost(PATIENCE.multipliedBy(4))
            .until(() -> stopOnce(job, savepoints), answer -> answer.has("location"));
    await(job + " is finished").atMost(PATIENCE).until(() -> isFinished(job));
    return operation.path("location").asText();
  }

  /** A JobManager that was started for one job ends with it, and may be gone when it is asked. */
  private boolean isFinished(String job) throws IOException, InterruptedException {
    try {
      return state(job).equals("FINISHED");
    } catch (ConnectException gone) {
      return true;
    } catch (IOException e) {
      if (e.getCause() instanceof EOFException) { // it ended between the question and the answer
        return true;
      }
      throw e;
    }
  }

  private JsonNode stopOnce(String job, URI savepoints) throws IOException, InterruptedException {
    ObjectNode body = JSON.createObjectNode();
    body.put("targetDirectory", savepoints.toString());
    body.put("drain", false);
    String trigger = post("/jobs/" + job + "/stop", body).path("request-id").asText();
    String path = "/jobs/" + job + "/savepoints/" + trigger;
    // asked once when it is there: a JobManager of one job may end as soon as it has answered that
    return await(job + " has a savepoint")
        .atMost(PATIENCE.multipliedBy(2))
        .until(() -> get(path), FlinkRest::isCompleted)
        .path("operation");
  }

  private static boolean isCompleted(JsonNode operation) {
    return operation.path("status").path("id").asText().equals("COMPLETED");
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    return send(request(path).GET());
  }

  private JsonNode post(String path, JsonNode body) throws IOException, InterruptedException {
    BodyPublisher publisher = BodyPublishers.ofString(body.toString());
    return send(request(path).header("Content-Type", "application/json").POST(publisher));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(address + path)).timeout(PATIENCE);
  }

  private JsonNode send(HttpRequest.Builder builder) throws IOException, InterruptedException {
    HttpRequest request = builder.build();
    HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
    if (response.statusCode() >= 300) {
      throw new IOException(
          "%s %s: %d %s"
              .formatted(request.method(), request.uri(), response.statusCode(), response.body()));
    }
    return JSON.readTree(response.body());
  }
}
