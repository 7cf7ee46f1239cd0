package dev.tagstream.cli.drift;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.cli.results.Outcomes;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands on files; {@code CommandsITCase} has them on a topic. */
final class DriftCommandTest {

  private final StringWriter out = new StringWriter();

  @TempDir private Path folder;
  private Path results;
  private Path reference;

  @BeforeEach
  void writeResults() throws IOException {
    results = folder.resolve("tags.jsonl");
    reference = folder.resolve("reference.json");
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      lines.add(Outcomes.tagged("" + i, Outcomes.tag(0, i < 6 ? "cat" : "dog", 0.75)).json());
    }
    lines.add(Outcomes.tagged("untagged").json());
    lines.add(Outcomes.rejected("bad").json());
    Files.write(results, lines);
  }

  @Test
  void comparesAFileWithTheReferenceThatItGave() {
    assertThat(run("set", "--results", results.toString(), "--to", reference.toString())).isZero();
    assertThat(out)
        .hasToString(
            "wrote %s: pets (SHA-256 abababababab…), 11 images, 2 labels, mean confidence 0.750\n"
                .formatted(reference));

    assertThat(
            run(
                "--reference",
                reference.toString(),
                "--results",
                results.toString(),
                "--by",
                "camera"))
        .isZero();
    assertThat(out.toString())
        .contains("11 images against 11 of the reference", "PSI                          0.0000")
        .contains("\nnorth                                11     0.0000");
  }

  @Test
  void countsOnlyResultsSinceATime() {
    run("set", "--results", results.toString(), "--to", reference.toString());
    String later = Outcomes.ARRIVAL.plusSeconds(1).toString();

    assertThat(
            run(
                "--reference",
                reference.toString(),
                "--results",
                results.toString(),
                "--since",
                later))
        .isEqualTo(2);
    assertThat(out.toString())
        .endsWith(
            "tags.jsonl has no result of pets (SHA-256 abababababab…) in this window, and 0 of"
                + " other models");
  }

  @Test
  void asksWhichOfSeveralModelsIsMeant() throws IOException {
    String other =
        Outcomes.tagged("x", Outcomes.tag(0, "fox", 0.5))
            .json()
            .replace("pets", "foxes")
            .replace("ab".repeat(32), "cd".repeat(32));
    Files.writeString(results, other + "\n", StandardOpenOption.APPEND);

    assertThat(run("set", "--results", results.toString(), "--to", reference.toString()))
        .isEqualTo(2);
    assertThat(out.toString())
        .endsWith(
            "tags.jsonl has results of several models: pets (SHA-256 abababababab…), foxes (SHA-256"
                + " cdcdcdcdcdcd…); choose one with --model");
    assertThat(
            run(
                "set",
                "--results",
                results.toString(),
                "--to",
                reference.toString(),
                "--model",
                "cdcd"))
        .isZero();
    assertThat(out.toString()).contains("foxes (SHA-256 cdcdcdcdcdcd…), 1 images");
  }

  @Test
  void refusesALineThatIsNoResult() throws IOException {
    Files.writeString(results, "{\"id\": \"a\"}\n");

    assertThat(run("set", "--results", results.toString(), "--to", reference.toString()))
        .isEqualTo(2);
    assertThat(out.toString())
        .endsWith(
            "tags.jsonl: line 1 must have modelName, modelSha256 and an array of tags, as"
                + " 'tagstream results --json' writes them");
  }

  @Test
  void needsAReference() {
    assertThat(run("--results", results.toString())).isEqualTo(2);
    assertThat(out).hasToString("--reference is missing; 'tagstream drift set' makes one");
  }

  /** The exit code; what was printed, or the line of a failure, is in {@code out}. */
  private int run(String... arguments) {
    out.getBuffer().setLength(0);
    CommandLine drift = new CommandLine(new DriftCommand());
    drift.setOut(new PrintWriter(out, true));
    drift.setErr(new PrintWriter(out, true));
    drift.setExecutionExceptionHandler(
        (failure, command, parsed) -> {
          out.write(Objects.toString(failure.getMessage()));
          return CommandLine.ExitCode.USAGE;
        });
    return drift.execute(arguments);
  }
}
