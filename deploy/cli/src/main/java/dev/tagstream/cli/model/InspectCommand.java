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

/** The command {@code tagstream inspect}. */
@Command(
    name = "inspect",
    description = {
      "Describes an ONNX file: its contract, labels, parameters and the shapes of its" + " stages."
    },
    footer = {
      "",
      "Examples:",
      "  tagstream inspect resnet50.onnx",
      "  tagstream inspect --json resnet50.onnx | jq .contract.preprocessing"
    })
public final class InspectCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "MODEL", description = "The model file.")
  private Path model;

  @Option(names = "--json", description = "Print one JSON object with all labels.")
  private boolean json;

  @Option(
      names = "--size",
      paramLabel = "PIXELS",
      defaultValue = "224",
      description =
          "The image height and width for which to show the stages, if the model takes"
              + " images of any size. Default: ${DEFAULT-VALUE}.")
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
