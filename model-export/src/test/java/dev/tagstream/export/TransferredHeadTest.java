package dev.tagstream.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tagstream.export.ExportRequest.Output;
import dev.tagstream.export.problem.ExportException;
import dev.tagstream.export.tensor.NamedTensors;
import dev.tagstream.export.weights.WeightFile;
import dev.tagstream.export.weights.torch.CheckpointWriter;
import dev.tagstream.schemas.model.OutputSpec.Kind;
import dev.tagstream.schemas.model.PixelType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Heads of one's own, and what training keeps beside a network. */
final class TransferredHeadTest {

  private static final int FEATURES = 32;
  private static final int HIDDEN = 3;
  private static final int CLASSES = 2;
  private static final double TOLERANCE = 1e-4;

  private final GoldenNet net = GoldenNet.of("basic18.pth");
  private final List<String> warnings = new ArrayList<>();
  private final Random random = new Random(7);
  private final Path file;
  private final Path out;

  TransferredHeadTest(@TempDir Path folder) {
    this.file = folder.resolve("net.pth");
    this.out = folder.resolve("net.onnx");
  }

  @Test
  void leavesOutALossAndNamesItsTensors() {
    trained("")
        .floats("criterion.weight", List.of(10L), new float[10])
        .floats("val_acc.tp", List.of(10L), new float[10])
        .floats("n_averaged", List.of(), 5)
        .write(file);

    export(request());

    assertThat(logits()).satisfies(this::areThoseOfTheNetwork);
    assertThat(warnings)
        .containsExactly(
            file
                + ": ignored criterion.weight, val_acc.tp, n_averaged, which belong to a loss, a"
                + " metric or averaging, not to the network");
  }

  @Test
  void keepsTheBiasOfAHeadThatLiesInALoss() {
    trained("loss_net.", "fc.weight", "fc.bias")
        .floats("loss_net.metric_fc.weight", List.of(2L, 32L), numbers(64))
        .floats("loss_net.metric_fc.bias", List.of(2L), 100, -100)
        .write(file);

    export(request());

    assertThat(logits()[0][0] - logits()[0][1]).isGreaterThan(150);
    assertThat(warnings).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"teacher", "student"})
  void takesTheNetworkThatTheUserSays(String key) {
    CheckpointWriter writer = trained("teacher.");
    try (NamedTensors tensors = WeightFile.open(net.weights())) {
      for (String name : tensors.names()) {
        if (tensors.type(name).elements().isFloating()) {
          writer.floats(
              "student." + name, tensors.type(name).shape().sizes(), tensors.read(name).values());
        }
      }
    }
    writer.write(file);

    refuses(
        request(),
        "contains more than one network; choose one with --weights-key: teacher, student");
    export(request().weightsKey(key));
    assertThat(logits()).satisfies(this::areThoseOfTheNetwork);
    refuses(
        request().weightsKey("ema"),
        "has no weights under the key ema; its first tensor is teacher.conv1.weight");
  }

  @Test
  void refusesTheLossOfAMultiLabelNetworkUnlessScoresAreSaid() {
    trained("").floats("criterion.pos_weight", List.of(10L), new float[10]).write(file);

    refuses(
        request(),
        "criterion.pos_weight belongs to a loss on sigmoids, not on a softmax;" + " set --scores");
    export(request().scores(Kind.LOGITS));
    assertThat(logits()).satisfies(this::areThoseOfTheNetwork);
  }

  @Test
  void refusesAMatrixOfALossWhichMayBeTheClassifier() {
    trained("").floats("criterion.weight", List.of(7L, 10L), numbers(70)).write(file);

    refuses(
        request(),
        "has a head of 2 layers, fc [10, 32], criterion [7, 10]; the file does not record the"
            + " layers between them: set --head fc,relu,criterion, or the activations that they"
            + " have (relu, leaky-relu, elu, selu, tanh, sigmoid, hardswish, silu, gelu)");
    export(request().head(List.of("fc")));
    assertThat(logits()).satisfies(this::areThoseOfTheNetwork);
  }

  @Test
  void exportsAClassifierWithoutBias() {
    float[] weight = numbers(CLASSES * FEATURES);
    trained("", "fc.weight", "fc.bias").floats("fc.1.weight", List.of(2L, 32L), weight).write(file);

    export(request().outputs(Set.of(Output.TAGS, Output.EMBEDDING)));

    areClose(logits()[0], linear(embedding(), weight, new float[CLASSES]));
  }

  @Test
  void refusesOneScoreUnlessItIsASigmoid() {
    float[] weight = numbers(FEATURES);
    trained("", "fc.weight", "fc.bias")
        .floats("fc.weight", List.of(1L, 32L), weight)
        .floats("fc.bias", List.of(1L), 0)
        .write(file);
    String problem =
        "has one score without an activation; if it was trained with a sigmoid, set --scores"
            + " sigmoid";

    refuses(request(), problem);
    refuses(request().scores(Kind.PROBABILITIES), problem);
    export(request().scores(Kind.SIGMOID).outputs(Set.of(Output.TAGS, Output.EMBEDDING)));

    float logit = linear(embedding(), weight, new float[1])[0];
    assertThat((double) logits()[0][0]).isCloseTo(sigmoid(logit), within(TOLERANCE));
  }

  @Test
  void refusesALayerThatSomethingWithoutWeightsFollows() {
    float[] weight = numbers(CLASSES * FEATURES);
    trained("", "fc.weight", "fc.bias").floats("fc.0.weight", List.of(2L, 32L), weight).write(file);

    refuses(
        request(),
        "fc.0 begins a sequence whose other layers have no weights; if it ends in a sigmoid, set"
            + " --scores sigmoid, otherwise --scores logits");
    export(request().scores(Kind.LOGITS).outputs(Set.of(Output.TAGS, Output.EMBEDDING)));
    areClose(logits()[0], linear(embedding(), weight, new float[CLASSES]));
  }

  @Test
  void refusesALayerThatComparesDirections() {
    trained("", "fc.weight", "fc.bias")
        .floats("arcface.weight", List.of(2L, 32L), numbers(64))
        .write(file);

    refuses(
        request(),
        "arcface may compare directions instead of being linear; set --head arcface if it is"
            + " linear");
  }

  @ParameterizedTest
  @CsvSource({"relu", "leaky-relu", "tanh", "sigmoid", "silu", "gelu", "hardswish", "elu", "selu"})
  void computesTheActivationThatTheUserSays(String activation) {
    float[] first = numbers(HIDDEN * FEATURES);
    float[] bias = numbers(HIDDEN);
    float[] last = numbers(CLASSES * HIDDEN);
    trained("", "fc.weight", "fc.bias")
        .floats("fc.0.weight", List.of(3L, 32L), first)
        .floats("fc.0.bias", List.of(3L), bias)
        .floats("fc.3.weight", List.of(2L, 3L), last)
        .write(file);

    refuses(
        request(),
        "has a head of 2 layers, fc.0 [3, 32], fc.3 [2, 3]; the file does not record the layers"
            + " between them: set --head fc.0,relu,fc.3, or the activations that they have ("
            + "relu, leaky-relu, elu, selu, tanh, sigmoid, hardswish, silu, gelu)");
    export(
        request()
            .head(List.of("fc.0", activation, "fc.3"))
            .outputs(Set.of(Output.TAGS, Output.EMBEDDING)));

    float[] hidden = linear(embedding(), first, bias);
    for (int i = 0; i < hidden.length; i++) {
      hidden[i] = (float) function(activation).applyAsDouble(hidden[i]);
    }
    areClose(logits()[0], linear(hidden, last, new float[CLASSES]));
  }

  @Test
  void exportsASequenceWithoutAGapAsItIs() {
    float[] weight = numbers(CLASSES * FEATURES);
    trained("", "fc.weight", "fc.bias")
        .floats("fc.0.weight", List.of(32L), filled(2))
        .floats("fc.0.bias", List.of(32L), filled(1))
        .floats("fc.0.running_mean", List.of(32L), filled(3))
        .floats("fc.0.running_var", List.of(32L), filled(4))
        .floats("fc.1.weight", List.of(2L, 32L), weight)
        .write(file);

    export(request().outputs(Set.of(Output.TAGS, Output.EMBEDDING)));

    float[] normalized = embedding();
    for (int i = 0; i < normalized.length; i++) {
      normalized[i] = (float) ((normalized[i] - 3) / Math.sqrt(4 + 1e-5) * 2 + 1);
    }
    areClose(logits()[0], linear(normalized, weight, new float[CLASSES]));
  }

  @Test
  void refusesAHeadThatTheFileDoesNotHave() {
    trained("").write(file);

    refuses(
        request().head(List.of("fc", "swish", "fc")),
        "--head names swish, which is neither a linear layer nor a batch norm of the file nor one"
            + " of relu, leaky-relu, elu, selu, tanh, sigmoid, hardswish, silu, gelu; the file"
            + " has [fc]");
    refuses(
        request().head(List.of("fc", "sigmoid")),
        "--head must end with a linear layer; name the kind of its scores with --scores");
  }

  private CheckpointWriter trained(String prefix, String... omitted) {
    CheckpointWriter writer = new CheckpointWriter();
    try (NamedTensors tensors = WeightFile.open(net.weights())) {
      for (String name : tensors.names()) {
        if (tensors.type(name).elements().isFloating() && !List.of(omitted).contains(name)) {
          writer.floats(
              prefix + name, tensors.type(name).shape().sizes(), tensors.read(name).values());
        }
      }
    }
    return writer;
  }

  private ExportRequest.Builder request() {
    return ExportRequest.builder(file, out).input(PixelType.FLOAT32).imageSize(net.side());
  }

  private void export(ExportRequest.Builder request) {
    ExportModel.export(request.build(), warnings::add);
  }

  private void refuses(ExportRequest.Builder request, String problem) {
    assertThatThrownBy(() -> export(request))
        .isInstanceOf(ExportException.class)
        .hasMessage(file + ": " + problem);
  }

  private float[][] logits() {
    return OnnxRun.of(out, net.input(), GoldenNet.IMAGES, net.side());
  }

  /** Of the first image. */
  private float[] embedding() {
    return OnnxRun.output(out, 1, net.input(), GoldenNet.IMAGES, net.side())[0];
  }

  private void areThoseOfTheNetwork(float[][] logits) {
    assertThat(OnnxRun.difference(logits, net.logits())).isLessThan(TOLERANCE);
  }

  private static void areClose(float[] actual, float[] expected) {
    assertThat(OnnxRun.difference(new float[][] {actual}, new float[][] {expected}))
        .isLessThan(TOLERANCE);
  }

  private static DoubleUnaryOperator function(String name) {
    return switch (name) {
      case "relu" -> x -> Math.max(0, x);
      case "leaky-relu" -> x -> x < 0 ? 0.01 * x : x;
      case "tanh" -> Math::tanh;
      case "sigmoid" -> TransferredHeadTest::sigmoid;
      case "silu" -> x -> x * sigmoid(x);
      case "gelu" -> x -> x * (1 + erf(x / Math.sqrt(2))) / 2;
      case "hardswish" -> x -> x * Math.max(0, Math.min(1, x / 6 + 0.5));
      case "elu" -> x -> x < 0 ? Math.expm1(x) : x;
      case "selu" -> x -> 1.0507009873554805 * (x < 0 ? 1.6732632423543772 * Math.expm1(x) : x);
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  /** By its power series, which is good for the small arguments of this test. */
  private static double erf(double x) {
    if (Math.abs(x) > 4) {
      return Math.signum(x);
    }
    double term = x;
    double sum = x;
    for (int n = 1; n < 100; n++) {
      term *= -x * x / n;
      sum += term / (2 * n + 1);
    }
    return 2 / Math.sqrt(Math.PI) * sum;
  }

  private static float[] linear(float[] x, float[] weight, float[] bias) {
    float[] y = bias.clone();
    for (int i = 0; i < weight.length; i++) {
      y[i / x.length] += weight[i] * x[i % x.length];
    }
    return y;
  }

  private float[] numbers(int count) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) random.nextGaussian();
    }
    return numbers;
  }

  private static float[] filled(float value) {
    float[] values = new float[FEATURES];
    Arrays.fill(values, value);
    return values;
  }
}
