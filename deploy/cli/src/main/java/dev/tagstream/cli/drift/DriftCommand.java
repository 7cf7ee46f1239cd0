package dev.tagstream.cli.drift;

import dev.tagstream.cli.option.ReferenceFile;
import dev.tagstream.console.Printable;
import dev.tagstream.console.UserErrorException;
import dev.tagstream.pipeline.drift.DriftReference;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code tagstream drift}. */
@Command(
    name = "drift",
    description = {
      "Shows how far the tags of a window of results are from those of a reference of the same"
          + " model, which 'tagstream drift set' takes, or 'tagstream export --calibration' writes"
          + " into the model file.",
      "",
      "The population stability index (PSI) compares the shares of the labels: by convention, less"
          + " than 0.1 is no drift and more than 0.2 is one to look at. It means something only if"
          + " it is well above the index that chance gives samples of this size. Labels that the"
          + " reference has fewer than 5 images of count together as (other).",
      "",
      "Reads committed records only and joins no consumer group."
    },
    footer = {
      "",
      "Examples:",
      "  tagstream drift set --since 7d --to reference.json",
      "  tagstream drift --reference reference.json --since 1h",
      "  tagstream drift --reference reference.json --since 1d --by camera --json | jq .psi"
    },
    subcommands = DriftSetCommand.class)
public final class DriftCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--reference",
      paramLabel = "FILE",
      description =
          "The reference: a file of 'tagstream drift set', or a model file (.onnx) that has one."
              + " Required.")
  private @Nullable Path file;

  @Option(
      names = "--by",
      paramLabel = "ATTRIBUTE",
      description =
          "Also compare the images with each value of this attribute, for the "
              + AttributeTallies.MOST_COMPARED
              + " values with the most images.")
  private @Nullable String attribute;

  @Mixin private WindowOptions window;

  @Option(names = "--json", description = "Print one JSON object with all labels.")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    ResultSource source = window.source();
    ComparedWindow compared = new ComparedWindow(reference(), attribute, window.limit());
    source.read(compared);
    DriftReport report = compared.report(source.place());
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        json ? Printable.json(report.json()) : Printable.lines(report.text().stripTrailing()));
    out.flush();
    return ExitCode.OK;
  }

  private DriftReference reference() {
    if (file == null) {
      throw new UserErrorException("--reference is missing; 'tagstream drift set' makes one");
    }
    return ReferenceFile.read(file);
  }
}
