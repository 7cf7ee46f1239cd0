package dev.tagstream.pipeline.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.description.HtmlFormatter;
import org.apache.flink.util.TimeUtils;
import org.junit.jupiter.api.Test;

/** Holds the table of OPTIONS.md equal to the code. */
final class OptionsPageTest {

  private static final Path PAGE = Path.of("OPTIONS.md");
  private static final String BEGIN = "<!-- options -->";
  private static final String END = "<!-- /options -->";

  @Test
  void pageListsEveryOptionAsItIs() throws IOException {
    String page = Files.readString(PAGE);

    assertThat(page).contains(BEGIN, END);
    assertThat(page.substring(page.indexOf(BEGIN) + BEGIN.length(), page.indexOf(END)).strip())
        .isEqualTo(table());
  }

  @Test
  void everyOptionIsDescribed() {
    assertThat(TaggingOptions.all())
        .isNotEmpty()
        .allSatisfy(option -> assertThat(description(option)).endsWith("."))
        .allSatisfy(option -> assertThat(option.key()).startsWith("tagging."));
  }

  private static String table() {
    return "| option | default | value | meaning |\n|---|---|---|---|\n"
        + TaggingOptions.all().stream().map(OptionsPageTest::row).collect(Collectors.joining("\n"));
  }

  private static String row(ConfigOption<?> option) {
    OptionType type = TaggingOptions.typeOf(option);
    return "| `%s` | %s | %s | %s |"
        .formatted(
            OptionReader.name(option), defaultValue(option), type.words(), description(option));
  }

  private static String defaultValue(ConfigOption<?> option) {
    Object value = option.defaultValue();
    if (value == null) {
      return description(option).contains("Unset:") ? "" : "required";
    }
    if (value instanceof Duration duration) {
      return "`" + TimeUtils.formatWithHighestUnit(duration) + "`";
    }
    return value instanceof Map ? "" : "`" + value + "`";
  }

  private static String description(ConfigOption<?> option) {
    return new HtmlFormatter().format(option.description());
  }
}
