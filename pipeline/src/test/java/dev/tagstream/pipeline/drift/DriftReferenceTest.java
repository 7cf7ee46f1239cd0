package dev.tagstream.pipeline.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagstream.schemas.model.InvalidContractException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DriftReferenceTest {

  private static final String SHA256 = "ab".repeat(32);

  @TempDir private Path folder;

  @Test
  void isReadAsItWasWritten() throws IOException {
    DriftReference reference =
        new DriftReference(
            "pets", SHA256, new TagCounts(3, 0.8125, Map.of("cat", 60L, "T-shirt/top", 40L)));
    Path file = folder.resolve("reference.json");
    Files.writeString(file, "something else");

    reference.write(file);

    assertThat(DriftReference.read(file)).isEqualTo(reference);
    assertThat(folder).isDirectoryContaining(path -> path.equals(file));
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'\"untagged\": 0'      | '\"untagged\": -1'  | untagged must be a whole number from 0 to"
            + " 1099511627776 but was -1",
        "'\"cat\": 60'          | '\"cat\": 0'        | labels.cat must be a whole number from 1 to"
            + " 1099511627776 but was 0",
        "'{\"cat\": 60}'        | '{}'                | labels must have a label but was {}",
        "'0.8'                  | '1.5'               | meanConfidence must be from 0 to 1 but was"
            + " 1.5",
        "'\"abab'               | '\"ABab'            | modelSha256 must be 64 hexadecimal digits"
            + " in lower case but was",
        "'\"model\"'            | '\"name\"'          | name is not a field of the format; remove"
            + " it but was \"pets\"",
        "'{\"model\"'           | '[\"model\"'        | is not valid JSON:",
      })
  void refusesAFileThatBreaksARule(String good, String bad, String problem) throws IOException {
    Path file = folder.resolve("reference.json");
    Files.writeString(
        file,
        "{\"model\": \"pets\", \"modelSha256\": \"%s\", \"meanConfidence\": 0.8, \"untagged\": 0, \"labels\": {\"cat\": 60}}"
            .formatted(SHA256)
            .replace(good, bad));

    assertThatThrownBy(() -> DriftReference.read(file))
        .isInstanceOf(InvalidContractException.class)
        .hasMessageStartingWith(file + ": " + problem)
        .hasMessageNotContaining("\n");
  }

  @Test
  void refusesAFileThatIsNotThere() {
    assertThatThrownBy(() -> DriftReference.read(folder.resolve("none.json")))
        .isInstanceOf(InvalidContractException.class)
        .hasMessageContaining("none.json: cannot be read: ");
  }
}
