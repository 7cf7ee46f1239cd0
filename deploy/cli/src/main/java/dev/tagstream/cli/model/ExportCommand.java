package dev.tagstream.cli.model;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import dev.tagstream.cli.files.FilePlace;
import dev.tagstream.cli.option.CommandConsole;
import dev.tagstream.console.UserErrorException;
import dev.tagstream.embedded.TemporaryFolder;
import dev.tagstream.export.AdoptModel;
import dev.tagstream.export.AdoptRequest;
import dev.tagstream.export.ExportModel;
import dev.tagstream.export.ExportRequest;
import dev.tagstream.export.ExportRequest.Output;
import dev.tagstream.export.SourceFile;
import dev.tagstream.export.contract.LabelFile;
import dev.tagstream.export.source.KnownWeights;
import dev.tagstream.export.source.WeightSource;
import dev.tagstream.schemas.model.Contract;
import dev.tagstream.schemas.model.InputSpec;
import dev.tagstream.schemas.model.OutputSpec;
import dev.tagstream.schemas.model.OutputSpec.Kind;
import dev.tagstream.schemas.model.Precision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code tagstream export}. */
@Command(
    name = "export",
    description = {
      "Writes a model file: one ONNX file that also contains its preprocessing, the"
          + " meaning of its output and the names of its classes.",
      "",
      "With --weights, export builds the network from a ResNet that PyTorch (.pth,"
          + " .safetensors) or Keras (.h5, .keras) saved. With --onnx, it adds the missing"
          + " metadata to an existing ONNX model."
    },
    footer = {
      "",
      "Examples:",
      "  tagstream export --weights resnet50.pth --labels imagenet_class_index.json \\",
      "    --out resnet50.onnx",
      "  tagstream export --weights torchvision/resnet50 --out resnet50.onnx",
      "  tagstream export --weights resnet50.pth --precision int8 --calibration my-images \\",
      "    --out resnet50-int8.onnx",
      "  tagstream export --onnx other.onnx --preprocessing torchvision --out model.onnx"
    })
public final class ExportCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @ArgGroup(multiplicity = "1")
  private Origin origin = new Origin();

  /** The source of the model. */
  private static final class Origin {

    @Option(
        names = "--weights",
        paramLabel = "FILE|FOLDER|URL|NAME",
        description =
            "Trained weights: a file (.pth, .safetensors, .h5, .keras), a folder of Hugging Face or"
                + " timm with labels and preprocessing, an https URL, or a well-known name such as"
                + " torchvision/resnet50, torchvision/resnet50-v2 or keras/resnet50.")
    private @Nullable String weights;

    @Option(names = "--onnx", paramLabel = "FILE", description = "An existing ONNX model.")
    private @Nullable Path onnx;
  }

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description = "The model file to write. An existing file is replaced.")
  private Path out = Path.of("");

  @Option(
      names = "--labels",
      paramLabel = "imagenet|FILE",
      description =
          "The names of the classes: imagenet for ImageNet's 1000, which are built in, or a"
              + " file: one name a line, CSV, YAML or JSON. Default: imagenet for well-known"
              + " weights, a folder's own, else none.")
  private @Nullable String labels;

  @Option(
      names = "--preprocessing",
      paramLabel = "torchvision|torchvision-v2|keras|keras-v2|caffe|tf|letterbox|FILE",
      description =
          "The preprocessing of images; caffe is keras, tf is keras-v2 (-1 to 1). FILE is JSON"
              + " in the format of the model file, of Hugging Face or of timm. Default with"
              + " --weights: the usual one for such weights.")
  private @Nullable String preprocessing;

  @Mixin private WeightOptions weightOptions;

  @Mixin private NetworkOptions network;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description =
          "The name of the model in results. Default: the name of well-known weights, else"
              + " of the file.")
  private @Nullable String name;

  @Option(
      names = {"--size", "--input-size"},
      paramLabel = "PIXELS|any",
      converter = SideConverter.class,
      description =
          "Height and width of the input; with --onnx where the graph leaves them open. any: images"
              + " keep their size. Default: 224, or 32 for a small-image stem.")
  private @Nullable Integer size;

  @Option(
      names = "--outputs",
      paramLabel = "tags|embedding",
      split = ",",
      description =
          "The outputs of the graph. embedding: also the pooled features; with --onnx, they can"
              + " be the only output. Default: tags.")
  private @Nullable Set<Output> outputs;

  @Option(
      names = "--scores",
      paramLabel = "logits|probabilities|sigmoid",
      description =
          "The scores of the tags. logits, probabilities: each image has one class. sigmoid:"
              + " labels are independent; a result has all labels above their threshold. Default:"
              + " logits; with --onnx derived from its last node.")
  private @Nullable Kind scores;

  @Option(
      names = "--thresholds",
      paramLabel = "FILE",
      description =
          "The lowest score of some labels: JSON such as {\"cat\": 0.35}. Default: 0.5 with"
              + " sigmoid, else 0.")
  private @Nullable Path thresholds;

  @Option(
      names = "--precision",
      paramLabel = "float32|float16|int8",
      description =
          "The precision of weights and arithmetic. int8 needs images for calibration, see"
              + " --calibration. Default: float32; with --onnx, that of the file.")
  private @Nullable Precision precision;

  @Mixin private CalibrationOptions calibration;

  @Mixin private GraphOptions graphOptions;

  @Override
  public Integer call() throws Exception {
    calibration.check(precision);
    FilePlace.requireFile(out);
    Contract contract = isInt8() ? int8() : floating();
    spec.commandLine()
        .getOut()
        .printf(
            Locale.ROOT,
            "wrote %s: %s, input %s, %s, SHA-256 %s%n",
            out,
            contract.name(),
            shown(contract.input()),
            gives(contract),
            SourceFile.of(out).sha256());
    spec.commandLine().getOut().flush();
    return ExitCode.OK;
  }

  private boolean isInt8() {
    return precision == Precision.INT8;
  }

  private Contract int8() throws IOException, InterruptedException {
    if (origin.weights != null && out.normalize().equals(Path.of(origin.weights).normalize())) {
      throw new UserErrorException(out + " is the weights file; choose another --out");
    }
    try (TemporaryFolder folder = TemporaryFolder.create("tagstream-export")) {
      Path float32 = folder.path().resolve("float32.onnx");
      floating(float32);
      return calibration.quantize(float32, out, CommandConsole.of(spec));
    }
  }

  private Contract floating() throws IOException, InterruptedException {
    Contract contract = floating(out);
    calibration.addReference(out, CommandConsole.of(spec));
    return contract;
  }

  private Contract floating(Path target) throws InterruptedException {
    return origin.onnx == null
        ? export(requireNonNull(origin.weights), target)
        : adopt(origin.onnx, target);
  }

  private Contract export(String weights, Path target) throws InterruptedException {
    graphOptions.refuse(new ExcludedOptions(spec.commandLine(), "--weights"));
    WeightSource source = weightOptions.source(weights);
    Path file = weightOptions.locate(source, CommandConsole.of(spec));
    KnownWeights known = source.known();
    ExportRequest.Builder request =
        ExportRequest.builder(file, target)
            .labels(labels == null && known != null ? LabelFile.IMAGENET : labels)
            .name(name == null && known != null ? known.modelName() : name)
            .preprocessing(
                preprocessing == null && known != null ? known.preprocessing() : preprocessing)
            .imageSize(size)
            .scores(scores)
            .thresholds(thresholds)
            .outputs(requireNonNullElse(outputs, Set.of(Output.TAGS)))
            .precision(precision == null || isInt8() ? Precision.FLOAT32 : precision);
    return ExportModel.export(
        network.addTo(request, known).build(),
        warning -> CommandConsole.of(spec).say("tagstream export: warning: " + warning));
  }

  private Contract adopt(Path onnx, Path target) {
    ExcludedOptions excluded = new ExcludedOptions(spec.commandLine(), "--onnx");
    weightOptions.refuse(excluded);
    network.refuse(excluded);
    if (precision == Precision.FLOAT32) {
      excluded.refuse("--precision float32", precision);
    }
    if (preprocessing == null) {
      throw new ParameterException(
          spec.commandLine(),
          "--onnx needs --preprocessing, because the file does not describe it");
    }
    return AdoptModel.adopt(
        AdoptRequest.builder(onnx, preprocessing, target)
            .labels(labels)
            .name(name)
            .graph(graphOptions.stated(size, scores, outputs))
            .thresholds(thresholds)
            .precision(precision == Precision.FLOAT16 ? precision : null)
            .limits(graphOptions.limits())
            .build());
  }

  private static String shown(InputSpec input) {
    return input
        .size()
        .map(size -> "%dx%d".formatted(size.height(), size.width()))
        .orElse("of any size");
  }

  private static String gives(Contract contract) {
    OutputSpec output = contract.output();
    if (!output.givesTags()) {
      return "no classes, an embedding of " + requireNonNull(contract.embedding()).size();
    }
    return output.classes() + (output.kind() == Kind.SIGMOID ? " independent classes" : " classes");
  }
}
