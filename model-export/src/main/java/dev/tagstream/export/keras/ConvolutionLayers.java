package dev.tagstream.export.keras;

import dev.tagstream.export.keras.Configuration.Flag;
import dev.tagstream.export.keras.Configuration.Pair;
import dev.tagstream.export.onnx.GraphBuilder.Value;
import dev.tagstream.export.onnx.Operation;
import dev.tagstream.export.tensor.Shape;
import dev.tagstream.export.tensor.Tensor;
import java.util.List;

/** Writes convolutions and the dense layer; each may end with an activation. */
final class ConvolutionLayers {

  /** The names of the kernel in Keras 2 and Keras 3. */
  private static final List<String> DEPTHWISE_KERNEL = List.of("depthwise_kernel", "kernel");

  private static final String FILTERS = "filters";

  private ConvolutionLayers() {}

  /** Kernel [height, width, in / groups, out]. */
  static Features convolution(LayerCall call) {
    Configuration configuration = call.configuration();
    SlidingWindow window = SlidingWindow.ofConvolution(configuration);
    Planes x = input(call, window);
    int filters = configuration.count(FILTERS);
    int groups = configuration.count("groups", 1);
    if (x.channels() % groups != 0 || filters % groups != 0) {
      throw configuration.problem(
          "%d channels and %d filters cannot be split into %d groups"
              .formatted(x.channels(), filters, groups));
    }
    Tensor kernel = kernel(call, "kernel", window.size(), x.channels() / groups, filters);
    return activated(
        call, convolved(call, x, window, kernel.permuted(3, 2, 0, 1), filters, groups));
  }

  /**
   * Kernel [height, width, in, multiplier]; {@code in * multiplier} output channels, ordered by
   * input.
   */
  static Features depthwise(LayerCall call) {
    SlidingWindow window = SlidingWindow.ofConvolution(call.configuration());
    Planes x = input(call, window);
    int multiplier = call.configuration().count("depth_multiplier", 1);
    Tensor weight = depthwiseKernel(call, window, x, multiplier);
    int filters = Math.multiplyExact(x.channels(), multiplier);
    return activated(call, convolved(call, x, window, weight, filters, x.channels()));
  }

  /** A depthwise convolution and a 1x1 convolution; the bias and the activation come last. */
  static Features separable(LayerCall call) {
    Configuration configuration = call.configuration();
    SlidingWindow window = SlidingWindow.ofConvolution(configuration);
    Planes x = input(call, window);
    int multiplier = configuration.count("depth_multiplier", 1);
    int between = Math.multiplyExact(x.channels(), multiplier);
    Value depthwise = call.constant("depthwise", depthwiseKernel(call, window, x, multiplier));
    Value value =
        call.part(
            "depthwise", window.of("Conv", x).with("group", x.channels()), x.value(), depthwise);
    int height = window.height(configuration, x.height());
    int width = window.width(configuration, x.width());
    Planes middle =
        new Planes(
            call.features(value, x.shape(between, height, width), x.order()),
            between,
            height,
            width,
            x.order());
    Pair one = new Pair(1, 1);
    int filters = configuration.count(FILTERS);
    Tensor kernel = kernel(call, "pointwise_kernel", one, between, filters);
    Tensor pointwise = kernel.permuted(3, 2, 0, 1);
    SlidingWindow points = new SlidingWindow(one, one, one, false);
    return activated(call, convolved(call, middle, points, pointwise, filters, 1));
  }

  /** Kernel [in, out]; applies to the last dimension. */
  static Features dense(LayerCall call) {
    Configuration configuration = call.configuration();
    Features x = call.graph().asShaped(call.name(), call.input());
    int units = configuration.count("units");
    int features = x.shape().get(x.rank() - 1);
    if (features == Features.OPEN) {
      throw configuration.problem(
          "takes a fixed number of features, but how many it gets depends on the image's size; set --size");
    }
    Tensor kernel = call.weights().tensor("kernel", features, units);
    Value weight = call.constant("kernel", kernel);
    Value value;
    if (x.rank() == 1) {
      value = call.apply(Operation.of("Gemm"), x.value(), weight, bias(call, units));
    } else {
      Value product = call.part("product", Operation.of("MatMul"), x.value(), weight);
      value = call.apply(Operation.of("Add"), product, bias(call, units));
    }
    List<Integer> shape = GraphWriter.replaced(x.shape(), x.rank() - 1, units);
    Features y =
        Features.of(value, shape, Features.Order.AS_SHAPED, Ending.linear(configuration.name()));
    return activated(call, y);
  }

  /**
   * The input of a window. A valid window takes over pending padding; for any other, the zeros are
   * written first.
   */
  private static Planes input(LayerCall call, SlidingWindow window) {
    Planes x = call.planes();
    return window.same() ? x.with(call.graph().padded(call.name(), x.features())) : x;
  }

  private static Features convolved(
      LayerCall call, Planes x, SlidingWindow window, Tensor weight, int filters, int groups) {
    Operation operation = window.of("Conv", x).with("group", groups);
    Tensor bias = biasOf(call, filters);
    Value value =
        call.apply(
            operation, x.value(), call.constant("kernel", weight), call.constant("bias", bias));
    int height = window.height(call.configuration(), x.height());
    int width = window.width(call.configuration(), x.width());
    Features y =
        Features.of(
            value,
            x.shape(filters, height, width),
            x.order(),
            Ending.linear(call.configuration().name()));
    return y.with(new Convolution(call.name(), operation, x.value(), weight, bias));
  }

  private static Value bias(LayerCall call, int size) {
    return call.constant("bias", biasOf(call, size));
  }

  private static Tensor biasOf(LayerCall call, int size) {
    return call.configuration().flag("use_bias", Flag.YES)
        ? call.weights().tensor("bias", size)
        : new Tensor(Shape.of(size), new float[size]);
  }

  private static Tensor kernel(LayerCall call, String kind, Pair size, int in, int out) {
    return call.weights().tensor(kind, size.height(), size.width(), in, out);
  }

  private static Tensor depthwiseKernel(
      LayerCall call, SlidingWindow window, Planes x, int multiplier) {
    Pair size = window.size();
    Tensor kernel =
        call.weights()
            .tensor(DEPTHWISE_KERNEL, size.height(), size.width(), x.channels(), multiplier);
    long filters = (long) x.channels() * multiplier;
    return new Tensor(
        Shape.of(filters, 1, size.height(), size.width()), kernel.permuted(2, 3, 0, 1).values());
  }

  private static Features activated(LayerCall call, Features x) {
    return ActivationLayers.after(call, x);
  }
}
