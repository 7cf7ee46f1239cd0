package dev.tagstream.cli.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * A real Chromium without a window: Debian's package from the path, or from {@code
 * target/chromium}, where {@code .ci/run} unpacks it. Downloads nothing.
 */
public final class Chromium implements AutoCloseable {

  private static final List<String> BROWSERS = List.of("chromium", "chromium-headless-shell");

  private final ChromeDriver driver;

  private Chromium(ChromeDriver driver) {
    this.driver = driver;
  }

  /** Starts one; where there is none, the test skips and says so. */
  public static Chromium start(Path checkout) {
    Path unpacked = checkout.resolve("target/chromium");
    Optional<Path> browser =
        BROWSERS.stream().flatMap(name -> find(name, unpacked).stream()).findFirst();
    Optional<Path> service = find("chromedriver", unpacked);
    Assumptions.assumeTrue(
        browser.isPresent() && service.isPresent(),
        "needs Debian's chromium and chromium-driver, which .ci/run unpacks into target/chromium");
    ChromeOptions options = new ChromeOptions();
    options.setBinary(browser.get().toString());
    options.addArguments("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars");
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    logs.enable(LogType.PERFORMANCE, Level.ALL);
    options.setCapability("goog:loggingPrefs", logs);
    ChromeDriverService driver =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(service.get().toFile())
            .usingAnyFreePort()
            .withEnvironment(Map.of("LD_LIBRARY_PATH", libraries(unpacked)))
            .build();
    return new Chromium(new ChromeDriver(driver, options));
  }

  private static Optional<Path> find(String name, Path unpacked) {
    Stream<Path> onPath =
        Arrays.stream(System.getenv("PATH").split(":", -1)).map(folder -> Path.of(folder, name));
    // the package's own starter names absolute paths
    Stream<Path> beside =
        Stream.of(
            unpacked.resolve("usr/lib/chromium").resolve(name),
            unpacked.resolve("usr/bin").resolve(name));
    return Stream.concat(onPath, beside).filter(Files::isExecutable).findFirst();
  }

  private static String libraries(Path unpacked) {
    Path libraries = unpacked.resolve("usr/lib/x86_64-linux-gnu");
    return libraries + ":" + libraries.resolve("pulseaudio");
  }

  ChromeDriver driver() {
    return driver;
  }

  /** Gives the page so many pixels, like a phone where they are few. */
  void resize(int width, int height) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 640));
  }

  /** Lets the page believe that its user likes it {@code light} or {@code dark}. */
  void prefer(String scheme) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  /** What a script returns. */
  @Nullable Object run(String script, Object... arguments) {
    return driver.executeScript(script, arguments);
  }

  /** Runs a script of this folder's resources. */
  @Nullable Object runResource(String name) throws IOException {
    try (InputStream in = Objects.requireNonNull(Chromium.class.getResourceAsStream(name))) {
      return run(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  /** Saves what is to be seen as a PNG. */
  void photograph(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
  }

  /** Errors, warnings and violations of the policy since the last call. */
  List<String> complaints() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .map(LogEntry::getMessage)
        .toList();
  }

  /** What the page has asked for since the last call, but for data in it. */
  List<String> requests() throws IOException {
    JsonMapper json = new JsonMapper();
    Stream.Builder<String> requests = Stream.builder();
    for (LogEntry entry : driver.manage().logs().get(LogType.PERFORMANCE)) {
      JsonNode message = json.readTree(entry.getMessage()).path("message");
      if (message.path("method").asText().equals("Network.requestWillBeSent")) {
        requests.add(message.at("/params/request/url").asText());
      }
    }
    List<String> all = requests.build().toList();
    assertThat(all).as("the log of requests").isNotEmpty();
    return all.stream().filter(url -> !url.startsWith("data:")).toList();
  }

  @Override
  public void close() {
    driver.quit();
  }
}
