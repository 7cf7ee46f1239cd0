package dev.tagstream.pipeline.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ArgumentsTest {

  @TempDir private Path folder;

  @Test
  void takesPairs() {
    assertThat(Arguments.parse("--tagging.mode", "batch", "--tagging.tags.min-score", "-1").toMap())
        .isEqualTo(Map.of("tagging.mode", "batch", "tagging.tags.min-score", "-1"));
  }

  @Test
  void readsAFileThatBeginsWithAByteOrderMark() throws Exception {
    Path file = Files.writeString(folder.resolve("job"), "\uFEFFtagging.tags.top-k = 3\n");
    assertThat(Arguments.parse("--config", file.toString()).toMap())
        .containsEntry("tagging.tags.top-k", "3");
  }

  @Test
  void takesAFileThatLaterArgumentsOverrule() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("job.properties"), "tagging.mode=batch\ntagging.tags.top-k=3\n");

    assertThat(Arguments.parse("--config", file.toString(), "--tagging.tags.top-k", "1").toMap())
        .isEqualTo(Map.of("tagging.mode", "batch", "tagging.tags.top-k", "1"));
  }

  @Test
  void refusesWhatIsNoPair() {
    refuses(
        "arguments must be pairs of --key value but 'tagging.mode' is not", "tagging.mode", "x");
    refuses("arguments must be pairs of --key value but '--tagging.mode' is not", "--tagging.mode");
  }

  @Test
  void refusesKeysOfOthers() {
    refuses(
        "parallelism is not an option: every option begins with tagging.", "--parallelism", "2");
  }

  @Test
  void refusesAFileThatIsNotThere() {
    refuses(
        "--config must be a readable properties file but was '" + folder.resolve("none") + "'",
        "--config",
        folder.resolve("none").toString());
  }

  @ParameterizedTest
  @CsvSource({
    "tagging.kafka.properties.sasl.jaas.config, x",
    "tagging.kafka.consumer.properties.ssl.key.password, x",
    "tagging.kafka.producer.properties.SSL.KeyStore.Key, x",
    "tagging.kafka.properties, sasl.mechanism:PLAIN;sasl.jaas.config:x"
  })
  void refusesSecretsButNotInAFile(String key, String value) throws Exception {
    refuses(
        "--%s may be a secret, and others can read a command line; put it into a properties file and name that with --config"
            .formatted(key),
        "--" + key,
        value);

    Path file = Files.writeString(folder.resolve("secrets"), key + "=" + value);
    assertThat(Arguments.parse("--config", file.toString()).toMap()).containsEntry(key, value);
  }

  private static void refuses(String message, String... arguments) {
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> Arguments.parse(arguments))
        .withMessage(message);
  }
}
