package dev.tagstream.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tagstream.embedded.EmbeddedFlink;
import dev.tagstream.embedded.EmbeddedJob;
import dev.tagstream.pipeline.TaggingJob;
import dev.tagstream.pipeline.config.TaggingConfig;
import java.awt.Color;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code tagstream status} of a job over objects. */
@Timeout(240)
final class ObjectsStatusITCase {

  private static final int IMAGES = 1000;

  /** Longer than the test, so that it never finds the job at its end. */
  private static final int SECONDS = 200;

  @TempDir private Path folder;

  @Test
  void showsHowFarAJobHasReadItsObjects() throws Exception {
    ColorModel.write(folder.resolve("colors.onnx"));
    Path images = Files.createDirectory(folder.resolve("images"));
    for (int i = 0; i < IMAGES; i++) {
      Files.write(images.resolve(i + ".png"), ColorImages.png(Color.RED, 4, 4));
    }
    try (EmbeddedFlink flink = EmbeddedFlink.start(1)) {
      StreamExecutionEnvironment environment = flink.newEnvironment();
      TaggingJob.build(environment, config(images));
      EmbeddedJob job = flink.submit(environment);
      String address = flink.restAddress().toString();
      await("images are read")
          .atMost(Duration.ofSeconds(150))
          .until(() -> status(address).contains("time left") && !status(address).contains("known"));
      assertThat(status(address))
          .containsPattern("progress   0\\.\\d of 0\\.\\d MB in 1,000 objects \\(.*%\\)")
          .containsPattern("time left  (\\d+ s|\\d+ min \\d+ s)");
      job.cancel();
    }
  }

  @Test
  void saysThatFlinkDoesNotAnswer() {
    assertThat(status("http://127.0.0.1:9"))
        .isEqualTo(
            "tagstream status: Flink does not answer at http://127.0.0.1:9; check the address, and"
                + " that the JobManager runs\n");
    assertThat(status("jobmanager:8081"))
        .isEqualTo(
            "tagstream status: --flink must be an address such as http://jobmanager:8081 but was"
                + " 'jobmanager:8081'\n");
    assertThat(status("http://me:secret@jobmanager:8081"))
        .startsWith("tagstream status: --flink must have no user and no password")
        .doesNotContain("secret");
  }

  private TaggingConfig config(Path images) {
    return TaggingConfig.from(
        Configuration.fromMap(
            Map.of(
                "tagging.model.file",
                folder.resolve("colors.onnx").toString(),
                "tagging.source",
                "objects",
                "tagging.sink",
                "files",
                "tagging.objects.uris",
                images.toString(),
                "tagging.files.path",
                folder.resolve("results").toString(),
                "tagging.pace.max-images-per-second",
                String.valueOf(IMAGES / SECONDS),
                "tagging.checkpoint.interval",
                "200 ms")));
  }

  /** What the command prints, errors included. */
  private static String status(String address) {
    StringWriter out = new StringWriter();
    Tagstream.commandLine(new Interruption())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(out, true))
        .execute("status", "--flink", address);
    return out.toString();
  }
}
