package dev.tagstream.cli.drift;

import dev.tagstream.cli.option.CommandConsole;
import dev.tagstream.console.UserErrorException;
import dev.tagstream.pipeline.drift.DriftReference;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code tagstream drift set}. */
@Command(
    name = "set",
    description = {
      "Takes a reference from the results of a window in which the model did well: how many images"
          + " have each label as their best tag, and the mean score of these tags."
    },
    footer = {
      "",
      "Examples:",
      "  tagstream drift set --since 7d --to reference.json",
      "  tagstream drift set --results tags.jsonl --to reference.json"
    })
public final class DriftSetCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--to",
      paramLabel = "FILE",
      required = true,
      description = "The file to write. A file with this name is replaced.")
  private Path file = Path.of("");

  @Option(
      names = "--model",
      paramLabel = "NAME|SHA256",
      description =
          "Only results of this model, by its name or the first digits of its SHA-256. Needed if"
              + " the window has results of several models.")
  private @Nullable String model;

  @Mixin private WindowOptions window;

  @Override
  public Integer call() throws InterruptedException {
    ResultSource source = window.source();
    ReferenceWindow counted = new ReferenceWindow(model, window.limit());
    source.read(counted);
    DriftReference reference = counted.reference(source.place());
    try {
      reference.write(file);
    } catch (IOException e) {
      throw new UserErrorException("%s: cannot be written: %s".formatted(file, e));
    }
    CommandConsole.of(spec)
        .say(
            "wrote %s: %s, %,d images, %d labels, mean confidence %.3f"
                .formatted(
                    file,
                    new TaggedBy(reference.model(), reference.modelSha256()),
                    reference.counts().images(),
                    reference.counts().labels().size(),
                    reference.counts().meanConfidence()));
    return ExitCode.OK;
  }
}
