package dev.tagstream.cli.model;

import dev.tagstream.console.Printable;
import dev.tagstream.export.InspectModel;
import dev.tagstream.export.ModelSummary;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tagstream inspect}. */
@Command(
    name = "inspect",
    description =
        "Tells what an ONNX file is: its contract, labels, parameters and the shapes of its stages.",
    footer = {
      "",
      "Examples:",
      "  tagstream inspect resnet50.onnx",
      "  tagstream inspect --json resnet50.onnx | jq .contract.preprocessing"
    })
public final class InspectCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "MODEL", description = "The file.")
  private Path model;

  @Option(names = "--json", description = "One JSON object with all labels.")
  private boolean json;

  @Option(
      names = "--size",
      paramLabel = "PIXELS",
      defaultValue = "224",
      description =
          "The height and width for which the stages of a model that takes any size are shown."
              + " Default: ${DEFAULT-VALUE}.")
  private int size;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    ModelSummary summary = InspectModel.inspect(model, size);
    out.println(json ? Printable.json(summary.json()) : Printable.lines(summary.text()));
    out.flush();
    return ExitCode.OK;
  }
}
