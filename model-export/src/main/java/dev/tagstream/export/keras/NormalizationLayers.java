package dev.tagstream.export.keras;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagstream.export.keras.Configuration.Flag;
import dev.tagstream.export.onnx.GraphBuilder.BatchNorm;
import dev.tagstream.export.onnx.GraphBuilder.Value;
import dev.tagstream.export.onnx.Operation;
import dev.tagstream.export.tensor.Shape;
import dev.tagstream.export.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Writes batch norm, layer norm and the normalization of pixels. */
final class NormalizationLayers {

  private static final double USUAL_EPSILON = 1e-3;

  /** The least deviation that Keras' {@code Normalization} divides by. */
  private static final double SMALLEST_DEVIATION = 1e-7;

  private NormalizationLayers() {}

  static Features batch(LayerCall call) {
    Configuration configuration = call.configuration();
    Features x = channelsSecond(call);
    int channels = x.shape().get(channelAxis(configuration, x) - 1);
    LayerWeights weights = call.weights();
    Tensor gamma =
        configuration.flag("scale", Flag.YES)
            ? weights.tensor("gamma", channels)
            : all(1, channels);
    Tensor beta =
        configuration.flag("center", Flag.YES)
            ? weights.tensor("beta", channels)
            : all(0, channels);
    Tensor mean = weights.tensor("moving_mean", channels);
    Tensor variance = weights.tensor("moving_variance", channels);
    for (float value : variance.values()) {
      if (value < 0) {
        throw configuration.problem("its moving_variance must not be negative but has " + value);
      }
    }
    double epsilon = configuration.number("epsilon", USUAL_EPSILON);
    Convolution convolution = x.convolution();
    Value value =
        convolution != null
            ? folded(call, convolution, new BatchNorm(gamma, beta, mean, variance, epsilon))
            : call.apply(
                Operation.of("BatchNormalization").with("epsilon", epsilon),
                x.value(),
                call.constant("gamma", gamma),
                call.constant("beta", beta),
                call.constant("mean", mean),
                call.constant("variance", variance));
    return call.features(value, x.shape(), x.order());
  }

  /**
   * Folds the norm into the convolution before it, at no cost. Other layers may also read this
   * convolution.
   */
  private static Value folded(LayerCall call, Convolution convolution, BatchNorm norm) {
    double[] factor = new double[norm.gamma().values().length];
    double[] shift = new double[factor.length];
    for (int channel = 0; channel < factor.length; channel++) {
      factor[channel] =
          norm.gamma().values()[channel]
              / Math.sqrt(norm.variance().values()[channel] + norm.epsilon());
      shift[channel] =
          norm.beta().values()[channel] - norm.mean().values()[channel] * factor[channel];
    }
    Convolution scaled = convolution.scaled(factor, shift);
    return call.apply(
        scaled.operation(),
        scaled.input(),
        call.constant(scaled.name() + ".kernel", scaled.weight()),
        call.constant(scaled.name() + ".bias", scaled.bias()));
  }

  /** Layer norm over the channels of each pixel, as in ConvNeXt. */
  static Features layer(LayerCall call) {
    Configuration configuration = call.configuration();
    Features x = call.graph().asShaped(call.name(), call.input());
    if (onlyAxis(configuration, -1, x.rank()) != x.rank()) {
      throw configuration.problem("only an axis of -1 is supported");
    }
    if (configuration.flag("rms_scaling", Flag.NO)) {
      throw configuration.problem("rms_scaling is not supported");
    }
    int size = x.shape().get(x.rank() - 1);
    Tensor gamma =
        configuration.flag("scale", Flag.YES) ? call.weights().tensor("gamma", size) : all(1, size);
    Tensor beta =
        configuration.flag("center", Flag.YES) ? call.weights().tensor("beta", size) : all(0, size);
    Operation operation =
        Operation.of("LayerNormalization")
            .with("axis", -1)
            .with("epsilon", configuration.number("epsilon", USUAL_EPSILON));
    Value value =
        call.apply(
            operation, x.value(), call.constant("gamma", gamma), call.constant("beta", beta));
    return call.features(value, x.shape(), x.order());
  }

  /** {@code (x - mean) / deviation}, with given or learned values. */
  static Features normalization(LayerCall call) {
    Configuration configuration = call.configuration();
    Features x = call.graph().padded(call.name(), call.input());
    if (configuration.flag("invert", Flag.NO)) {
      throw configuration.problem("invert is not supported");
    }
    int channels = channels(configuration, x);
    List<Double> mean = statistic(call, "mean", channels);
    List<Double> deviation =
        statistic(call, "variance", channels).stream()
            .map(variance -> Math.max(Math.sqrt(variance), SMALLEST_DEVIATION))
            .toList();
    Value centered =
        call.part(
            "centered", Operation.of("Sub"), x.value(), Scalings.constant(call, "mean", mean, x));
    Value value =
        call.apply(
            Operation.of("Div"), centered, Scalings.constant(call, "deviation", deviation, x));
    PixelScaling pixels = x.pixels();
    if (pixels != null) {
      pixels =
          pixels
              .plus(mean.stream().map(m -> -m).toList())
              .times(deviation.stream().map(d -> 1 / d).toList());
    }
    return call.features(value, x.shape(), x.order()).with(pixels);
  }

  /** The number of means: one for each channel, or one for all. */
  private static int channels(Configuration configuration, Features x) {
    JsonNode axis = configuration.fields().path("axis");
    if (axis.isNull() || (axis.isArray() && axis.isEmpty())) {
      return 1;
    }
    if (onlyAxis(configuration, -1, x.rank()) != x.rank()) {
      throw configuration.problem("only an axis of -1 is supported");
    }
    return x.shape().get(x.rank() - 1);
  }

  private static List<Double> statistic(LayerCall call, String field, int channels) {
    Configuration configuration = call.configuration();
    JsonNode given = configuration.fields().path(field);
    List<Double> values = new ArrayList<>();
    if (configuration.has(field)) {
      values.addAll(Scalings.numbers(configuration, field, given));
    } else {
      Shape shape =
          call.weights()
              .next(field)
              .orElseThrow(() -> configuration.problem("its %s is missing".formatted(field)));
      int[] sizes = shape.sizes().stream().mapToInt(Math::toIntExact).toArray();
      for (float value : call.weights().tensor(field, sizes).values()) {
        values.add((double) value);
      }
    }
    if (values.size() != channels && values.size() != 1) {
      throw configuration.problem(
          "its %s has %d numbers for %d channels".formatted(field, values.size(), channels));
    }
    return values;
  }

  /** The input with its channels right after the batch, as ONNX expects them. */
  private static Features channelsSecond(LayerCall call) {
    Features x = call.graph().padded(call.name(), call.input());
    if (x.rank() == 1) {
      return x;
    }
    if (x.rank() != Features.PLANES_RANK) {
      throw call.configuration().problem("takes 1 or 3 dimensions but was given " + x.shape());
    }
    return switch (channelAxis(call.configuration(), x)) {
      case 1 -> call.graph().asShaped(call.name(), x);
      case Features.PLANES_RANK -> call.graph().channelsFirst(call.name(), x);
      default -> throw call.configuration().problem("only channels can be normalized");
    };
  }

  private static int channelAxis(Configuration configuration, Features x) {
    return onlyAxis(configuration, -1, x.rank());
  }

  /** The only axis of a layer, counted with the batch. */
  private static int onlyAxis(Configuration configuration, int otherwise, int rank) {
    JsonNode field = configuration.fields().path("axis");
    JsonNode axis = field.isArray() && field.size() == 1 ? field.get(0) : field;
    int number = configuration.has("axis") ? configuration.whole("axis", axis, -rank) : otherwise;
    int counted = number < 0 ? rank + 1 + number : number;
    if (counted < 1 || counted > rank) {
      throw configuration.wrong("axis", "one of the input's");
    }
    return counted;
  }

  private static Tensor all(float value, int size) {
    float[] values = new float[size];
    Arrays.fill(values, value);
    return new Tensor(Shape.of(size), values);
  }
}
