package dev.tagstream.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever reaches the port of Flink in this process can look, and change nothing. */
final class ReadOnlyRestITCase {

  @ParameterizedTest
  @CsvSource({
    "GET, /overview, 200",
    "POST, /jobs, 403",
    "POST, /jars/upload, 403",
    "POST, /jobs/00000000000000000000000000000000/savepoints, 403",
    "PATCH, /jobs/00000000000000000000000000000000, 403",
    "DELETE, /cluster, 403"
  })
  void answersReadsOnly(String method, String path, int status) throws Exception {
    try (EmbeddedFlink flink = EmbeddedFlink.start(1)) {
      URI page = flink.restAddress().resolve(path);
      HttpResponse<String> answer =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(page)
                      .method(
                          method,
                          method.equals("GET")
                              ? BodyPublishers.noBody()
                              : BodyPublishers.ofString("{}"))
                      .build(),
                  BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(status);
      if (status == 403) {
        assertThat(answer.body())
            .isEqualTo("This REST interface is read-only: it accepts GET but not %s.\n", method);
      }
    }
  }
}
