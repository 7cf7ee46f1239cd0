package dev.tagstream.local;

import static java.util.Objects.requireNonNull;

import dev.tagstream.export.AdoptModel;
import dev.tagstream.export.AdoptRequest;
import dev.tagstream.export.ExportModel;
import dev.tagstream.export.ExportRequest;
import dev.tagstream.export.contract.Contract;
import dev.tagstream.export.contract.OutputSpec.Kind;
import dev.tagstream.export.resnet.Stem;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tagstream export}. */
@Command(
    name = "export",
    description = {
      "Makes a model file: one ONNX file that says itself how pictures are prepared for it, what its"
          + " output means and what its classes are called.",
      "",
      "From --weights, a PyTorch checkpoint (.pth) or safetensors file of a ResNet with"
          + " torchvision's names, it writes the network and the weights. To --onnx, a model from"
          + " elsewhere, it adds what the file does not tell."
    },
    footer = {
      "",
      "Examples:",
      "  tagstream export --weights resnet50.pth --labels imagenet_class_index.json \\",
      "    --out resnet50.onnx",
      "  tagstream export --onnx other.onnx --preprocessing torchvision --out model.onnx"
    })
final class ExportCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @ArgGroup(multiplicity = "1")
  private Origin origin = new Origin();

  /** What the model is made from. */
  private static final class Origin {

    @Option(
        names = "--weights",
        paramLabel = "FILE",
        description = "Trained weights: .pth or .safetensors.")
    private @Nullable Path weights;

    @Option(names = "--onnx", paramLabel = "FILE", description = "An ONNX file to adopt.")
    private @Nullable Path onnx;
  }

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description = "The model file to write; replaced if it exists.")
  private Path out = Path.of("");

  @Option(
      names = "--labels",
      paramLabel = "FILE",
      description = "Names of the classes: a Keras class index (JSON) or one name a line.")
  private @Nullable Path labels;

  @Option(
      names = "--preprocessing",
      paramLabel = "torchvision|keras|FILE",
      description =
          "How pictures are prepared; FILE is JSON as in the model file. Default with --weights:"
              + " torchvision.")
  private @Nullable String preprocessing;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "What results call the model. Default: the file's name.")
  private @Nullable String name;

  @Option(
      names = "--output",
      paramLabel = "logits|probabilities",
      description = "What the graph gives; with --weights. Default: logits.")
  private @Nullable Kind output;

  @Option(
      names = "--size",
      paramLabel = "PIXELS",
      description = "Height and width of the input; with --weights. Default: 224, or 32.")
  private @Nullable Integer size;

  @Option(
      names = "--stem",
      paramLabel = "imagenet|small_image",
      description = "The stem the network must have; with --weights. Default: told from them.")
  private @Nullable Stem stem;

  @Option(
      names = "--output-name",
      paramLabel = "NAME",
      description = "The graph's output with the scores; with --onnx. Default: found.")
  private @Nullable String outputName;

  @Override
  public Integer call() {
    Contract contract =
        origin.onnx == null ? export(requireNonNull(origin.weights)) : adopt(origin.onnx);
    spec.commandLine()
        .getOut()
        .printf(
            Locale.ROOT,
            "wrote %s: %s, input %dx%d, %d classes, SHA-256 %s%n",
            out,
            contract.name(),
            contract.input().height(),
            contract.input().width(),
            contract.output().classes(),
            Contract.Source.of(out).sha256());
    spec.commandLine().getOut().flush();
    return ExitCode.OK;
  }

  private Contract export(Path weights) {
    refuse("--weights", "--output-name", outputName);
    return ExportModel.export(
        new ExportRequest(weights, out, labels, name, output, stem, preprocessing, size));
  }

  private Contract adopt(Path onnx) {
    refuse("--onnx", "--output", output);
    refuse("--onnx", "--size", size);
    refuse("--onnx", "--stem", stem);
    if (preprocessing == null) {
      throw new ParameterException(
          spec.commandLine(), "--onnx needs --preprocessing, which the file does not tell");
    }
    return AdoptModel.adopt(new AdoptRequest(onnx, preprocessing, out, labels, name, outputName));
  }

  private void refuse(String origin, String option, @Nullable Object value) {
    if (value != null) {
      throw new ParameterException(spec.commandLine(), option + " does not go with " + origin);
    }
  }
}
