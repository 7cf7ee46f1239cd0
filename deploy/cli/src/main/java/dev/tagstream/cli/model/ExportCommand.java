package dev.tagstream.cli.model;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

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
import dev.tagstream.export.resnet.Stem;
import dev.tagstream.export.source.KnownWeights;
import dev.tagstream.export.source.WeightSource;
import dev.tagstream.schemas.model.Contract;
import dev.tagstream.schemas.model.InputSpec;
import dev.tagstream.schemas.model.OutputSpec.Kind;
import dev.tagstream.schemas.model.PixelType;
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
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code tagstream export}. */
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

  /** What the model is made from. */
  private static final class Origin {

    @Option(
        names = "--weights",
        paramLabel = "FILE|URL|NAME",
        description =
            "Trained weights: a file (.pth, .safetensors, .h5, .keras), an https URL, or a"
                + " well-known name such as"
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
              + " file. The file is a Keras class index (JSON) or has one name a line. Default:"
              + " imagenet for well-known weights, else none.")
  private @Nullable String labels;

  @Option(
      names = "--preprocessing",
      paramLabel = "torchvision|torchvision-v2|keras|keras-v2|FILE",
      description =
          "The preprocessing of images. FILE is JSON in the format of the model file."
              + " Default with --weights: the usual one for such weights.")
  private @Nullable String preprocessing;

  @Mixin private WeightOptions weightOptions;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description =
          "The name of the model in results. Default: the name of well-known weights, else"
              + " of the file.")
  private @Nullable String name;

  @Option(
      names = "--input",
      paramLabel = "uint8|float32",
      description =
          "The input of the graph; with --weights. uint8: decoded pixels, which the graph"
              + " normalizes. float32: pixels that the pipeline normalizes. Default: uint8.")
  private @Nullable PixelType input;

  @Option(
      names = "--size",
      paramLabel = "PIXELS|any",
      converter = SizeConverter.class,
      description =
          "Height and width of the input; with --weights. any: images keep their size."
              + " Default: 224, or 32 for a small-image stem.")
  private @Nullable Integer size;

  @Option(
      names = "--outputs",
      paramLabel = "tags|embedding",
      split = ",",
      description =
          "The outputs of the graph; with --weights. embedding: also the pooled features."
              + " Default: tags.")
  private @Nullable Set<Output> outputs;

  @Option(
      names = "--scores",
      paramLabel = "logits|probabilities",
      description = "The scores of the tags; with --weights. Default: logits.")
  private @Nullable Kind scores;

  @Option(
      names = "--precision",
      paramLabel = "float32|float16|int8",
      description =
          "The precision of weights and arithmetic. int8 needs images for calibration, see"
              + " --calibration. Default: float32; with --onnx, that of the file.")
  private @Nullable Precision precision;

  @Mixin private Int8Options int8;

  @Option(
      names = "--stem",
      paramLabel = "imagenet|small-image",
      converter = StemConverter.class,
      description =
          "The stem of the network; with --weights. export refuses weights with another"
              + " stem. Default: detected from the weights.")
  private @Nullable Stem stem;

  @Option(
      names = "--output-name",
      paramLabel = "NAME",
      description = "The output of the graph that has the scores; with --onnx. Default: detected.")
  private @Nullable String outputName;

  /** A whole number, or {@code any}. */
  private static final class SizeConverter implements ITypeConverter<Integer> {

    private static final String ANY = "any";

    @Override
    public Integer convert(String text) {
      if (text.equals(ANY)) {
        return InputSpec.ANY_SIDE;
      }
      try {
        return Integer.valueOf(text);
      } catch (NumberFormatException e) {
        throw new TypeConversionException("'%s' is neither a number nor any".formatted(text));
      }
    }
  }

  /** The name of a stem. */
  private static final class StemConverter implements ITypeConverter<Stem> {

    @Override
    public Stem convert(String text) {
      return switch (text.toLowerCase(Locale.ROOT)) {
        case "imagenet" -> Stem.IMAGENET;
        case "small-image" -> Stem.SMALL_IMAGE;
        default ->
            throw new TypeConversionException(
                "expected imagenet or small-image but was '%s'".formatted(text));
      };
    }
  }

  @Override
  public Integer call() throws Exception {
    Contract contract = isInt8() ? int8() : floating();
    spec.commandLine()
        .getOut()
        .printf(
            Locale.ROOT,
            "wrote %s: %s, input %s, %d classes, SHA-256 %s%n",
            out,
            contract.name(),
            shown(contract.input()),
            contract.output().classes(),
            SourceFile.of(out).sha256());
    spec.commandLine().getOut().flush();
    return ExitCode.OK;
  }

  private boolean isInt8() {
    return precision == Precision.INT8;
  }

  private Contract int8() throws IOException, InterruptedException {
    int8.check();
    if (origin.weights != null && out.normalize().equals(Path.of(origin.weights).normalize())) {
      throw new UserErrorException(out + " is the weights' file; write the model elsewhere");
    }
    try (TemporaryFolder folder = TemporaryFolder.create("tagstream-export")) {
      Path float32 = folder.path().resolve("float32.onnx");
      floating(float32);
      return int8.quantize(float32, out, CommandConsole.of(spec));
    }
  }

  private Contract floating() throws InterruptedException {
    int8.refuseAny();
    return floating(out);
  }

  private Contract floating(Path target) throws InterruptedException {
    return origin.onnx == null
        ? export(requireNonNull(origin.weights), target)
        : adopt(origin.onnx, target);
  }

  private Contract export(String weights, Path target) throws InterruptedException {
    refuse("--weights", "--output-name", outputName);
    WeightSource source = weightOptions.source(weights);
    Path file = weightOptions.locate(source, CommandConsole.of(spec));
    KnownWeights known = source.known();
    return ExportModel.export(
        ExportRequest.builder(file, target)
            .labels(labels == null && known != null ? LabelFile.IMAGENET : labels)
            .name(name == null && known != null ? known.modelName() : name)
            .preprocessing(
                preprocessing == null && known != null ? known.preprocessing() : preprocessing)
            .stem(stem)
            .input(input)
            .imageSize(size)
            .scores(scores)
            .outputs(requireNonNullElse(outputs, Set.of(Output.TAGS)))
            .precision(precision == null || isInt8() ? Precision.FLOAT32 : precision)
            .build());
  }

  private Contract adopt(Path onnx, Path target) {
    weightOptions.refuse(spec.commandLine(), "--onnx");
    refuse("--onnx", "--input", input);
    refuse("--onnx", "--size", size);
    refuse("--onnx", "--outputs", outputs);
    refuse("--onnx", "--scores", scores);
    refuse("--onnx", "--precision float32", precision == Precision.FLOAT32 ? precision : null);
    refuse("--onnx", "--stem", stem);
    if (preprocessing == null) {
      throw new ParameterException(
          spec.commandLine(), "--onnx needs --preprocessing, which the file does not tell");
    }
    return AdoptModel.adopt(
        new AdoptRequest(
            onnx,
            preprocessing,
            target,
            labels,
            name,
            outputName,
            precision == Precision.FLOAT16 ? precision : null));
  }

  private static String shown(InputSpec input) {
    return input
        .size()
        .map(size -> "%dx%d".formatted(size.height(), size.width()))
        .orElse("of any size");
  }

  private void refuse(String origin, String option, @Nullable Object value) {
    if (value != null) {
      throw new ParameterException(spec.commandLine(), option + " does not go with " + origin);
    }
  }
}
