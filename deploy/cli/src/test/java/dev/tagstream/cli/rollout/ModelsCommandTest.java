package dev.tagstream.cli.rollout;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.cli.ColorModel;
import dev.tagstream.cli.CommandRun;
import dev.tagstream.pipeline.record.ModelEpoch;
import dev.tagstream.pipeline.record.ModelRole;
import dev.tagstream.pipeline.rollout.ManifestFile;
import dev.tagstream.pipeline.rollout.ModelManifest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tagstream models}, with a manifest in a file. */
final class ModelsCommandTest {

  private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ";

  @TempDir private Path folder;
  private Path one;
  private Path other;

  @BeforeEach
  void write() {
    one = folder.resolve("one.onnx");
    ColorModel.write(one);
    other = folder.resolve("other.onnx");
    ColorModel.writeWithEmbedding(other);
  }

  @Test
  void setsModelsAndGoesBack() {
    assertThat(models("set", one.toString()).out())
        .matches("epoch 1: \\Q%s\\E \\(SHA-256 [0-9a-f]{12}…\\)\n".formatted(one));
    assertThat(models("set", other.toString(), "--path", "/models/other.onnx").out())
        .startsWith("epoch 2: /models/other.onnx (SHA-256 ");
    assertThat(models("show").out())
        .matches("epoch 2 since %s: /models/other.onnx \\(SHA-256 .*\\)\n".formatted(TIME));
    assertThat(models("rollback").out()).startsWith("epoch 3: " + one);
    assertThat(models("history").out().lines()).hasSize(3);
    assertThat(models("show", "--json").out())
        .startsWith("{\"epoch\":3,\"file\":\"%s\",\"sha256\":\"".formatted(one));
  }

  @Test
  void goesBackToTheModelThatTheJobWasStartedWith() {
    models("set", one.toString());

    assertThat(models("rollback").out())
        .isEqualTo("epoch 2: the model that the job was started with\n");
  }

  @Test
  void triesModelsAndPromotesOne() {
    assertThat(models("shadow", other.toString()).out())
        .matches(
            "epoch 2: the model that the job was started with; shadow \\Q%s\\E \\(SHA-256 .*\\)\n"
                .formatted(other));
    assertThat(models("canary", other.toString(), "--share", "0.05", "--by", "camera").out())
        .matches(
            "epoch 3: the model that the job was started with;"
                + " canary .* for 0.05 of the images by camera; shadow .*\n");
    assertThat(models("shadow", "--off").out()).doesNotContain("shadow");
    assertThat(models("show").out()).contains("canary " + other);
    assertThat(models("promote").out()).startsWith("epoch 5: " + other).doesNotContain("canary");
    assertThat(models("canary", one.toString(), "--share", "0.5").out())
        .contains("0.5 of the images by id");
    assertThat(models("rollback").out()).startsWith("epoch 7: " + other).doesNotContain("canary");
    assertThat(models("rollback").out())
        .isEqualTo("epoch 8: the model that the job was started with\n");
  }

  @Test
  void showsWhatAGuardHasStopped() throws Exception {
    ModelEpoch.Model model = new ModelEpoch.Model("/b.onnx", "ab".repeat(32));
    Instant now = Instant.now();
    ModelManifest stopped =
        ModelManifest.begin(now)
            .withShadow(model, now)
            .stop(2, ModelRole.SHADOW, "it is slow", now);
    new ManifestFile(folder.resolve("models.json").toString()).write(requireNonNull(stopped));

    assertThat(models("show").out())
        .endsWith(
            ": the model that the job was started with; the shadow /b.onnx was stopped: it is slow\n");
  }

  @Test
  void refusesWhatCannotBeTried() {
    models("set", one.toString());
    for (String share : new String[] {"0", "1", "NaN"}) {
      assertThat(models("canary", other.toString(), "--share", share).exitCode()).isEqualTo(2);
    }
    assertThat(models("canary", other.toString()).err())
        .isEqualTo(
            "tagstream models canary: --share must be above 0 and below 1 but was not given\n");
    assertThat(models("promote").err())
        .isEqualTo(
            "tagstream models promote: there is neither a canary nor a shadow to promote; choose a model with 'tagstream models set'\n");
    assertThat(models("shadow").exitCode()).isEqualTo(2);
  }

  @Test
  void refusesAFileThatIsNoModel() throws Exception {
    Path text = Files.writeString(folder.resolve("text.onnx"), "no model");

    CommandRun run = models("set", text.toString());

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .isEqualTo(
            "tagstream models set: %s: is not an ONNX file, or is truncated; copy or export it again\n"
                .formatted(text));
    assertThat(folder.resolve("models.json")).doesNotExist();
  }

  @Test
  void saysThatThereIsNoManifestYet() {
    for (String command : new String[] {"show", "history", "rollback"}) {
      CommandRun run = models(command);

      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.err())
          .isEqualTo(
              "tagstream models %s: %s: there is no manifest; write one with 'tagstream models set'\n"
                  .formatted(command, folder.resolve("models.json")));
    }
  }

  @Test
  void saysWhatIsWrongWithAManifest() throws Exception {
    Files.writeString(folder.resolve("models.json"), "{\"epochs\": []}");

    CommandRun run = models("set", one.toString());

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .isEqualTo(
            "tagstream models set: %s: a manifest has at least one epoch\n"
                .formatted(folder.resolve("models.json")));
  }

  private CommandRun models(String command, String... arguments) {
    return CommandRun.of(
        "models", command, arguments, "--file", folder.resolve("models.json").toString());
  }
}
