package dev.tagstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code tagstream demo} on the images and the model of the repository. */
@Timeout(180)
final class DemoITCase {

  private static final Pattern LAST_LINE =
      Pattern.compile(
          "tagged 600, rejected 7 of 607 published; top-1 accuracy (\\d+\\.\\d) % on 600 labelled;"
              + " \\d+\\.\\d images/s");

  @TempDir private Path folder;

  @Test
  void tagsTheBundledImagesAndRejectsTheBrokenOnes() throws Exception {
    Path demo = Checkout.path().resolve("deploy/cli/demo");
    Path model = demo.resolve("model/fashion-resnet50.onnx");
    Path json = folder.resolve("tags.jsonl");
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine tagstream =
        Tagstream.commandLine(new Interruption())
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err));

    int exitCode =
        tagstream.execute(
            "demo",
            "--model=" + model,
            "--images=" + demo.resolve("images"),
            "--json=" + json,
            "--top-k=2",
            "-Dtagging.device.provider=cpu");

    assertThat(exitCode).isZero();
    List<String> lines = out.toString().lines().toList();
    Matcher figures = LAST_LINE.matcher(lines.get(lines.size() - 1));
    assertThat(figures.matches()).as(lines.get(lines.size() - 1)).isTrue();
    assertThat(Double.parseDouble(figures.group(1))).isGreaterThanOrEqualTo(90);
    assertThat(lines).filteredOn(line -> line.startsWith("broken/")).hasSize(7);
    assertThat(err.toString().lines()).containsOnlyOnce("running on the CPU");
    assertJson(Files.readAllLines(json));
  }

  private static void assertJson(List<String> lines) throws Exception {
    List<String> ids = new ArrayList<>();
    for (String line : lines) {
      JsonNode outcome = new JsonMapper().readTree(line);
      String id = outcome.get("id").textValue();
      ids.add(id);
      if (id.startsWith("broken/")) {
        assertThat(outcome.has("tags")).as(id).isFalse();
        assertThat(outcome.get("reason").textValue()).as(id).isNotEmpty();
        assertThat(outcome.get("detail").textValue()).as(id).isNotEmpty();
      } else {
        assertThat(outcome.get("tags")).as(id).hasSize(2);
      }
    }
    assertThat(ids).hasSize(607).isSorted().doesNotHaveDuplicates();
  }
}
