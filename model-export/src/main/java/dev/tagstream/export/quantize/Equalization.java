package dev.tagstream.export.quantize;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Scales the channels of an activation so that each of them uses its 256 steps: a layer's output
 * channels are divided by a factor, and the next layer's input channels are multiplied by it. The
 * outputs of the graph do not change, and a channel of large values no longer takes the steps of
 * the others.
 *
 * <p>The scale is the geometric mean of the best scale for the activations and the best scale for
 * the weights, as in the layer equalization of Nagel et al. (2019), over all layers and sums of a
 * {@link ChannelGroup}. All groups get the same largest peak, 1: activations that {@link
 * ProjectionShortcuts} joins can then share one range.
 */
final class Equalization {

  /** Larger scales occur only for channels that are almost always zero. */
  private static final double MAX_SCALE = 16;

  /** The smallest share of a layer's largest weight; smaller ones are raised to it. */
  private static final double LEAST_SHARE = 1e-3;

  private final Wiring wiring;
  private final Map<String, ChannelStatistics> seen;
  private final Map<String, float[]> constants = new LinkedHashMap<>();

  private Equalization(Wiring wiring, Map<String, ChannelStatistics> seen) {
    this.wiring = wiring;
    this.seen = seen;
  }

  /**
   * Equalizes.
   *
   * @param seen the statistics of the graph's activations; other entries are ignored
   * @return the model with new weights and biases
   */
  static ModelProto of(ModelProto model, Map<String, ChannelStatistics> seen) {
    GraphProto graph = model.getGraph();
    Equalization equalization = new Equalization(new Wiring(graph), seen);
    ChannelGroups.of(equalization.wiring).forEach(equalization::equalize);
    GraphProto.Builder equalized = graph.toBuilder().clearInitializer();
    for (TensorProto constant : graph.getInitializerList()) {
      float[] values = equalization.constants.get(constant.getName());
      equalized.addInitializer(
          values == null
              ? constant
              : Constants.floats(constant.getName(), values).toBuilder()
                  .clearDims()
                  .addAllDims(constant.getDimsList())
                  .build());
    }
    return model.toBuilder().setGraph(equalized).build();
  }

  private void equalize(ChannelGroup group) {
    double[] peaks = peaks(group);
    double[] shares = shares(group);
    double[] scales = new double[group.channels()];
    for (int i = 0; i < scales.length; i++) {
      scales[i] = Math.sqrt(peaks[i] / Math.max(shares[i], LEAST_SHARE));
    }
    double usual =
        Math.exp(Arrays.stream(scales).filter(s -> s > 0).map(Math::log).average().orElse(0));
    for (int i = 0; i < scales.length; i++) {
      double scale = scales[i] == 0 ? 1 : scales[i] / usual;
      scales[i] = Math.max(1 / MAX_SCALE, Math.min(MAX_SCALE, scale));
    }
    double largest = largestPeak(group, scales);
    for (int i = 0; i < scales.length; i++) {
      scales[i] *= largest;
    }
    group.producers().forEach(layer -> divide(layer, scales));
    group.consumers().forEach(layer -> multiply(layer, scales));
  }

  /** The peak of each channel, relative to the largest channel of an activation. */
  private double[] peaks(ChannelGroup group) {
    double[] peaks = new double[group.channels()];
    for (String value : group.values()) {
      ChannelStatistics channels = seen.get(value);
      if (channels == null) {
        continue;
      }
      double[] own = channels.peaks();
      double largest = Arrays.stream(own).max().orElse(0);
      for (int i = 0; i < own.length && largest > 0; i++) {
        peaks[i] = Math.max(peaks[i], own[i] / largest);
      }
    }
    return peaks;
  }

  /** The largest peak after scaling; 1 if all are zero. */
  private double largestPeak(ChannelGroup group, double[] scales) {
    double largest = 0;
    for (String value : group.values()) {
      ChannelStatistics channels = seen.get(value);
      for (int i = 0; channels != null && i < scales.length; i++) {
        largest = Math.max(largest, channels.peaks()[i] / scales[i]);
      }
    }
    return largest == 0 ? 1 : largest;
  }

  /**
   * The largest weight of each channel, relative to the largest of the same output. Linear layers
   * stay float32, so their weights do not matter.
   */
  private double[] shares(ChannelGroup group) {
    double[] shares = new double[group.channels()];
    for (NodeProto layer : group.consumers()) {
      if (layer.getOpType().equals("Gemm")) {
        continue;
      }
      float[] weights = values(layer.getInput(1));
      LayerInputs inputs = LayerInputs.of(wiring, layer);
      int size = inputs.perOutput() * inputs.window();
      for (int from = 0; from < weights.length; from += size) {
        float largest = 0;
        for (int i = from; i < from + size; i++) {
          largest = Math.max(largest, Math.abs(weights[i]));
        }
        for (int i = from; i < from + size && largest > 0; i++) {
          int channel = inputs.of(i);
          shares[channel] = Math.max(shares[channel], Math.abs(weights[i]) / largest);
        }
      }
    }
    if (Arrays.stream(shares).allMatch(share -> share == 0)) {
      Arrays.fill(shares, 1);
    }
    return shares;
  }

  private void divide(NodeProto layer, double[] scales) {
    for (String constant : layer.getInputList().subList(1, layer.getInputCount())) {
      float[] values = values(constant);
      int size = values.length / scales.length;
      for (int i = 0; i < values.length; i++) {
        values[i] /= (float) scales[i / size];
      }
    }
  }

  private void multiply(NodeProto layer, double[] scales) {
    float[] weights = values(layer.getInput(1));
    LayerInputs inputs = LayerInputs.of(wiring, layer);
    for (int i = 0; i < weights.length; i++) {
      weights[i] *= (float) scales[inputs.of(i)];
    }
  }

  private float[] values(String constant) {
    return constants.computeIfAbsent(
        constant, name -> Constants.read(wiring.constant(name)).values());
  }
}
