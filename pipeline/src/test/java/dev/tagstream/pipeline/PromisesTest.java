package dev.tagstream.pipeline;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every promise has its test. */
final class PromisesTest {

  private static final Path CHECKOUT = Path.of("..");
  private static final List<String> MODULES =
      List.of(
          "schemas",
          "model-export",
          "pipeline",
          "deploy/console",
          "deploy/embedded",
          "deploy/bench",
          "deploy/cli",
          "deploy/cluster",
          "deploy/fuzz");

  private static final Pattern TEST = Pattern.compile("`(\\w+)#(\\w+)`");

  @Test
  void everyTestThatThePageNamesIsThere() throws IOException {
    List<MatchResult> tests =
        TEST.matcher(Files.readString(Path.of("PROMISES.md"))).results().toList();

    assertThat(tests).hasSizeGreaterThan(40);
    Map<String, Path> sources = testSources();
    for (MatchResult test : tests) {
      Path source = requireNonNull(sources.get(test.group(1) + ".java"), test.group());
      assertThat(Files.readString(source))
          .as(test.group())
          .containsPattern("void %s\\(".formatted(test.group(2)));
    }
  }

  @Test
  void everyPromiseHasATest() throws IOException {
    assertThat(Files.readAllLines(Path.of("PROMISES.md")))
        .filteredOn(line -> line.startsWith("| ") && !line.equals("| promise | test |"))
        .hasSizeGreaterThan(20)
        .allMatch(line -> TEST.matcher(line).find());
  }

  /** By their names, of all modules; no two tests that the page names share one. */
  private static Map<String, Path> testSources() throws IOException {
    Map<String, Path> sources = new HashMap<>();
    for (String module : MODULES) {
      try (Stream<Path> files = Files.walk(CHECKOUT.resolve(module).resolve("src/test/java"))) {
        files.forEach(file -> sources.put(file.getFileName().toString(), file));
      }
    }
    return sources;
  }
}
