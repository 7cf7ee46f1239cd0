package dev.tagstream.pipeline.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagstream.pipeline.rollout.ModelManifest.Entry;
import dev.tagstream.pipeline.rollout.ModelManifest.Model;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ManifestJsonTest {

  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final Model A = new Model("/models/a.onnx", "ab".repeat(32));
  private static final Model B = new Model("/models/b.onnx", "cd".repeat(32));

  @TempDir private Path folder;

  @Test
  void readsWhatItWrote() throws Exception {
    ModelManifest manifest = ModelManifest.first(A, NOW).with(B, NOW).with(null, NOW);

    assertThat(ManifestJson.read(ManifestJson.write(manifest))).isEqualTo(manifest);
  }

  @Test
  void aFileIsReplacedAsAWhole() throws Exception {
    ManifestFile file = new ManifestFile(folder.resolve("models.json").toString());
    try (ManifestReader reader = file.open()) {
      assertThat(reader.read()).isNull();
      file.write(ModelManifest.first(A, NOW));
      assertThat(reader.read()).isEqualTo(ModelManifest.first(A, NOW));
      file.write(ModelManifest.first(B, NOW));
      assertThat(reader.read()).isEqualTo(ModelManifest.first(B, NOW));
    }
    assertThat(folder).isDirectoryContaining(path -> path.endsWith("models.json"));
  }

  @Test
  void knowsTheModelBeforeTheCurrentOne() {
    ModelManifest one = ModelManifest.first(A, NOW);

    assertThat(one.previous()).isNull();
    assertThat(one.with(B, NOW).previous()).isEqualTo(A);
    assertThat(one.with(B, NOW).with(B, NOW).previous()).isEqualTo(A);
    assertThat(one.with(B, NOW).with(A, NOW).previous()).isEqualTo(B);
  }

  @Test
  void keepsTheNewestEpochs() {
    ModelManifest manifest = ModelManifest.first(A, NOW);
    for (int i = 0; i < 2 * ModelManifest.MOST_ENTRIES; i++) {
      manifest = manifest.with(B, NOW);
    }

    assertThat(manifest.entries()).hasSize(ModelManifest.MOST_ENTRIES);
    assertThat(manifest.current()).isEqualTo(new Entry(2 * ModelManifest.MOST_ENTRIES + 1, B, NOW));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"epochs": []} | a manifest has at least one epoch
          []             | a manifest and each of its epochs are JSON objects
          {"epochs": [{"epoch": 0, "setAt": "2026-01-02T03:04:05Z"}]} | epoch must be at least 1 but was 0
          {"epochs": [{"setAt": "2026-01-02T03:04:05Z"}]} | each epoch needs a number
          {"epochs": [{"epoch": 1, "file": "/a", "sha256": "x", "setAt": "2026-01-02T03:04:05Z"}]} | sha256 must be 64 hexadecimal digits in lower case but was 'x'
          {"epochs": [{"epoch": 1, "model": "/a", "setAt": "2026-01-02T03:04:05Z"}]} | there is no field 'model'
          {"epochs": [{"epoch": 2, "setAt": "2026-01-02T03:04:05Z"}, {"epoch": 2, "setAt": "2026-01-02T03:04:05Z"}]} | epochs must grow but 2 follows 2
          """)
  void refusesAnythingElse(String json, String line) {
    assertThatThrownBy(() -> ManifestJson.read(json))
        .isInstanceOf(InvalidManifestException.class)
        .hasMessage(line);
  }

  @Test
  void isNoStackTraceForHostileJson() {
    for (String json :
        List.of("", "{", "[".repeat(100_000), "{\"epochs\": [{\"epoch\": 1}]}", "{} {}")) {
      assertThatThrownBy(() -> ManifestJson.read(json))
          .isInstanceOf(InvalidManifestException.class)
          .hasMessageNotContaining("\n");
    }
  }
}
