package dev.tagstream.pipeline.rollout;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagstream.pipeline.record.ModelEpoch;
import dev.tagstream.pipeline.record.ModelEpoch.Model;
import dev.tagstream.pipeline.record.ModelRole;
import dev.tagstream.pipeline.rollout.ModelManifest.Entry;
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
  void readsCanariesShadowsAndWhatWasStopped() throws Exception {
    ModelManifest manifest =
        ModelManifest.begin(NOW)
            .withCanary(A, 0.05, "camera", NOW)
            .withShadow(B, NOW)
            .withCanary(B, 0.2, null, NOW);
    ModelManifest stopped = requireNonNull(manifest.stop(4, ModelRole.SHADOW, "it is slow", NOW));

    assertThat(ManifestJson.read(ManifestJson.write(stopped))).isEqualTo(stopped);
    assertThat(ManifestJson.write(stopped.entries().get(2)))
        .isEqualTo(
            """
            {"epoch":3,"canary":{"file":"/models/a.onnx","sha256":"%s","share":0.05,"by":"camera","since":2},\
            "shadow":{"file":"/models/b.onnx","sha256":"%s"},"setAt":"2026-01-02T03:04:05Z"}"""
                .formatted(A.sha256(), B.sha256()));
    assertThat(stopped.current().stopped())
        .isEqualTo("the shadow /models/b.onnx was stopped: it is slow");
  }

  /** Jobs of before there were canaries refuse fields that they do not know. */
  @Test
  void writesAnEpochOfOneModelAsBefore() {
    assertThat(ManifestJson.write(ModelManifest.first(A, NOW).withShadow(null, NOW)))
        .isEqualTo(
            """
            {"epochs":[{"epoch":1,"file":"/models/a.onnx","sha256":"%1$s","setAt":"2026-01-02T03:04:05Z"},\
            {"epoch":2,"file":"/models/a.onnx","sha256":"%1$s","setAt":"2026-01-02T03:04:05Z"}]}"""
                .formatted(A.sha256()));
  }

  @Test
  void aCanaryKeepsItsImagesWhenOnlyItsShareChanges() {
    ModelManifest manifest = ModelManifest.first(A, NOW).withCanary(B, 0.1, null, NOW);

    assertThat(canary(manifest).since()).isEqualTo(2);
    assertThat(canary(manifest.withCanary(B, 0.2, null, NOW)).since()).isEqualTo(2);
    assertThat(canary(manifest.withShadow(A, NOW)).since()).isEqualTo(2);
    assertThat(canary(manifest.withCanary(B, 0.2, "camera", NOW)).since()).isEqualTo(3);
    assertThat(canary(manifest.withCanary(A, 0.1, null, NOW)).since()).isEqualTo(3);
  }

  @Test
  void promotesTheCanaryOrElseTheShadow() {
    ModelManifest shadowed = ModelManifest.first(A, NOW).withShadow(B, NOW);

    assertThat(shadowed.promote(NOW).current()).isEqualTo(new Entry(3, B, NOW));
    assertThat(shadowed.withCanary(A, 0.1, null, NOW).promote(NOW).current())
        .isEqualTo(new Entry(4, A, NOW));
    assertThatThrownBy(() -> ModelManifest.first(A, NOW).promote(NOW))
        .hasMessage("there is neither a canary nor a shadow to promote");
  }

  @Test
  void rollsBackACanaryFirstAndThenTheMainModel() {
    ModelManifest manifest = ModelManifest.first(A, NOW).with(B, NOW);

    assertThat(manifest.withCanary(A, 0.1, null, NOW).rollBack(NOW).current())
        .isEqualTo(new Entry(4, B, NOW));
    assertThat(manifest.withShadow(A, NOW).rollBack(NOW).current()).isEqualTo(new Entry(4, A, NOW));
    assertThat(ModelManifest.first(A, NOW).withCanary(B, 0.1, null, NOW).promote(NOW).rollBack(NOW))
        .extracting(back -> back.current().model())
        .isEqualTo(A);
  }

  @Test
  void stopsAModelOfTheEpochInWhichAGuardSawIt() {
    ModelManifest manifest =
        ModelManifest.first(A, NOW).withCanary(B, 0.1, null, NOW).withShadow(B, NOW);

    ModelManifest stopped = manifest.stop(3, ModelRole.CANARY, "why", NOW);

    assertThat(requireNonNull(stopped).current())
        .isEqualTo(new Entry(4, A, null, B, "the canary /models/b.onnx was stopped: why", NOW));
    assertThat(stopped.stop(4, ModelRole.CANARY, "why", NOW)).isNull();
    assertThat(stopped.stop(7, ModelRole.CANARY, "why", NOW)).isNull();
    // an epoch after it, which is refused, has another canary
    assertThat(
            requireNonNull(manifest.with(A, NOW).stop(3, ModelRole.SHADOW, "why", NOW)).current())
        .extracting(Entry::epoch, Entry::model, Entry::shadow)
        .containsExactly(5L, A, null);
    assertThat(stopped.withShadow(null, NOW).current().stopped()).isNull();
  }

  private static ModelEpoch.Canary canary(ModelManifest manifest) {
    return requireNonNull(manifest.current().canary());
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
          {"epochs": [{"epoch": 1, "canary": 7, "setAt": "2026-01-02T03:04:05Z"}]} | a manifest and each of its epochs are JSON objects
          {"epochs": [{"epoch": 1, "canary": {"file": "/a", "share": "1"}, "setAt": "2026-01-02T03:04:05Z"}]} | a canary needs a share and its first epoch
          {"epochs": [{"epoch": 1, "shadow": {"file": "/a", "sha256": "x"}, "setAt": "2026-01-02T03:04:05Z"}]} | sha256 must be 64 hexadecimal digits in lower case but was 'x'
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
