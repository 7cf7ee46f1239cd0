package dev.tagstream.cli.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tagstream.cli.Checkout;
import dev.tagstream.cli.page.PageHead.Figure;
import dev.tagstream.console.UserErrorException;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.By;

/** The page that is served while images come in. */
final class LivePageTest {

  private static final String SHOWN_NAMES =
      "return [...document.querySelectorAll('.latest .name')].map(name => name.innerText)";

  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private static final String MARKUP = "<img src=x onerror=hostile=1>";

  private final LiveBoard board = new LiveBoard(3);
  private LivePage page;

  @BeforeEach
  void open() {
    page = LivePage.open(ANY_PORT, board);
  }

  @AfterEach
  void close() {
    page.close();
  }

  @Test
  void keepsTheLastImagesAndRejectsAndTellsWhatIsNew() throws Exception {
    for (int i = 1; i <= 5; i++) {
      board.add(tagged("image-%d.jpg".formatted(i), "tabby"));
    }
    board.add(rejected("torn.jpg"));
    board.show(
        new PageHead("image-tags", List.of("model cats"), List.of(Figure.count("lag", 1234))),
        List.of(Figure.count("CORRUPT_IMAGE", 1)));
    board.showDrift(
        List.of(new PageTable("Drift", List.of("label", "PSI"), List.of(List.of("cat", "0.1")))));

    JsonNode all = json("/latest.json");
    assertThat(all.get("images").findValuesAsText("id"))
        .containsExactly("image-3.jpg", "image-4.jpg", "image-5.jpg", "torn.jpg");
    assertThat(all.get("figures")).hasToString("[[\"lag\",\"1,234\"]]");
    assertThat(all.get("reasons")).hasToString("[[\"CORRUPT_IMAGE\",\"1\"]]");
    assertThat(all.get("drift"))
        .hasToString(
            "[{\"title\":\"Drift\",\"columns\":[\"label\",\"PSI\"],\"rows\":[[\"cat\",\"0.1\"]]}]");
    assertThat(json("/latest.json?after=5").get("images").findValuesAsText("id"))
        .containsExactly("torn.jpg");
    assertThat(json("/latest.json?after=6").get("images")).isEmpty();
    assertThat(json("/latest.json?after=x").get("images")).hasSize(4);
  }

  @ParameterizedTest
  @CsvSource({"GET, /secret, 404", "POST, /, 405", "DELETE, /latest.json, 405"})
  void answersReadsOfThePageOnly(String method, String path, int status) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(page.address().resolve(path))
            .method(method, BodyPublishers.noBody())
            .build();
    assertThat(send(request).statusCode()).isEqualTo(status);
  }

  @Test
  void forbidsOtherSitesToFrameOrReadIt() throws Exception {
    HttpResponse<String> answer = get("/");
    assertThat(answer.body())
        .contains("default-src 'none'; img-src data:; connect-src 'self'; style-src 'sha256-");
    assertThat(answer.headers().firstValue("Content-Security-Policy"))
        .contains("frame-ancestors 'none'");
    assertThat(answer.headers().firstValue("Cross-Origin-Resource-Policy")).contains("same-origin");
    assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"hostile.example, 403", "127.0.0.1:1, 403", "localhost:%d, 200", "127.0.0.1:%d, 200"})
  void answersToItsOwnNameOnly(String host, int status) throws Exception {
    URI address = page.address();
    try (Socket socket = new Socket(address.getHost(), address.getPort())) {
      socket
          .getOutputStream()
          .write(
              "GET /latest.json HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
                  .formatted(host.formatted(address.getPort()))
                  .getBytes(StandardCharsets.US_ASCII));
      BufferedReader answer =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      assertThat(answer.readLine()).startsWith("HTTP/1.1 " + status);
    }
  }

  @Test
  void refusesAPortThatIsTaken() {
    InetSocketAddress taken =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), page.address().getPort());
    Assertions.assertThatThrownBy(() -> LivePage.open(taken, board))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("port " + taken.getPort())
        .hasMessageEndingWith("choose another --port or --listen");
  }

  @Test
  void growsInABrowserThatAsksNobodyElse() throws Exception {
    try (Chromium chromium = Chromium.start(Checkout.path())) {
      chromium.resize(1280, 900);
      chromium.driver().get(page.address().toString());
      board.add(tagged("first.jpg", MARKUP));
      board.add(rejected(MARKUP));
      awaitNames(chromium, "first.jpg", MARKUP);
      for (int i = 1; i <= 4; i++) {
        board.add(tagged("image-%d.jpg".formatted(i), "tabby"));
      }
      awaitNames(chromium, "image-4.jpg", "image-3.jpg", "image-2.jpg", MARKUP);

      assertThat(chromium.run("return typeof hostile")).isEqualTo("undefined");
      assertThat(chromium.requests()).allMatch(url -> url.startsWith(page.address().toString()));
      assertThat((List<?>) chromium.runResource("faint.js")).isEmpty();
      assertThat(chromium.complaints()).isEmpty();
      chromium.resize(390, 844);
      assertThat(chromium.run("return document.documentElement.scrollWidth")).isEqualTo(390L);

      page.close();
      await().until(() -> chromium.driver().findElement(By.id("trouble")).isDisplayed());
    }
  }

  /** Reads all names at once: the page replaces its cards while it grows. */
  private static void awaitNames(Chromium chromium, String... names) {
    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(() -> assertThat(chromium.run(SHOWN_NAMES)).isEqualTo(Arrays.asList(names)));
  }

  private static PageImage tagged(String id, String label) {
    return PageImage.of(id, new PageImage.Answer.Tagged(List.of(new PageTag(label, 0.5f))), null);
  }

  private static PageImage rejected(String id) {
    return PageImage.of(id, new PageImage.Answer.Rejected("CORRUPT_IMAGE", "JPEG: no end"), null);
  }

  private JsonNode json(String path) throws Exception {
    return new JsonMapper().readTree(get(path).body());
  }

  private HttpResponse<String> get(String path) throws Exception {
    return send(HttpRequest.newBuilder(page.address().resolve(path)).build());
  }

  private static HttpResponse<String> send(HttpRequest request) throws Exception {
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
  }
}
