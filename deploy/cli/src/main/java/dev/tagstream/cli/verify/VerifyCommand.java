package dev.tagstream.cli.verify;

import dev.tagstream.cli.option.CommandConsole;
import dev.tagstream.cli.option.DefaultImageLimits;
import dev.tagstream.cli.page.PageFile;
import dev.tagstream.cli.page.PageOptions;
import dev.tagstream.console.Console;
import dev.tagstream.console.Printable;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code tagstream verify}. */
@Command(
    name = "verify",
    description = {
      "Measures how well a model agrees with a reference, and how fast both are, on a"
          + " folder of images and on the CPU.",
      "",
      "The reference is a model with the same classes, or a JSON file of known tags. The"
          + " file has the form {\"cats/tom.jpg\": {\"top5\": [{\"index\": 285, \"score\":"
          + " 0.59}, ...]}, ...} with paths relative to the folder, or is the output of"
          + " 'tagstream results --json'. Each model prepares the images by its own contract."
          + " verify names and skips files that are not images. Every image that the file of"
          + " tags names must be in the folder.",
      "",
      "Exit code 0 if every threshold is reached, 1 if one is missed."
    },
    footer = {
      "",
      "Examples:",
      "  tagstream verify int8.onnx --reference float32.onnx --images ~/photos",
      "  tagstream verify model.onnx --reference expected.json --images ~/photos \\",
      "    --min-agreement 100 --max-difference 0.001",
      "  tagstream verify new.onnx --reference old.onnx --images ~/photos --html verify.html"
    })
public final class VerifyCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "MODEL", description = "The model file to verify.")
  private Path model;

  @Option(
      names = "--reference",
      paramLabel = "FILE",
      required = true,
      description = "The model or the file of known tags to compare with.")
  private Path reference = Path.of("");

  @Option(
      names = "--images",
      paramLabel = "DIR",
      required = true,
      description = "A folder of images.")
  private Path images = Path.of("");

  @Option(
      names = "--min-agreement",
      paramLabel = "PERCENT",
      defaultValue = "95",
      description =
          "The least share of images with the reference's best tag. Default:"
              + " ${DEFAULT-VALUE}.")
  private double minAgreement;

  @Option(
      names = "--min-sure-agreement",
      paramLabel = "PERCENT",
      defaultValue = "98.5",
      description =
          "The same for images where the reference's best score is above 0.5."
              + " Default: ${DEFAULT-VALUE}.")
  private double minSureAgreement;

  @Option(
      names = "--max-difference",
      paramLabel = "PROBABILITY",
      description =
          "The largest difference allowed between two probabilities. Default: no limit,"
              + " because one unsure image can differ much.")
  private @Nullable Double maxDifference;

  @Option(names = "--json", description = "Print one JSON object with every image that differs.")
  private boolean json;

  @Mixin private PageOptions pages;

  @Override
  public Integer call() throws Exception {
    Thresholds thresholds = new Thresholds(minAgreement, minSureAgreement, maxDifference);
    Console console = json ? CommandConsole.messagesOnly(spec) : CommandConsole.of(spec);
    try (PageFile page = pages.begin()) {
      VerifyReport report =
          new Verify(model, reference, DefaultImageLimits.ofTheJob(), thresholds)
              .over(images, console, page);
      if (page != null) {
        console.say(page.finish(report.head(), List.of()));
      }
      print(report);
      return report.passed() ? ExitCode.OK : ExitCode.SOFTWARE;
    }
  }

  private void print(VerifyReport report) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(json ? Printable.json(report.json()) : report.text().stripTrailing());
    out.flush();
  }
}
