package dev.tagstream.export.resnet;

import dev.tagstream.export.onnx.GraphBuilder;
import dev.tagstream.export.onnx.GraphBuilder.BatchNorm;
import dev.tagstream.export.onnx.GraphBuilder.Value;
import dev.tagstream.export.onnx.GraphBuilder.Window;
import dev.tagstream.export.resnet.ClassifierHead.Activation;
import dev.tagstream.export.resnet.ClassifierHead.Linear;
import dev.tagstream.export.resnet.ClassifierHead.Step;
import dev.tagstream.export.resnet.ResNetNames.Layer;
import dev.tagstream.export.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Adds a network's layers with their weights to a graph, and counts the weights. */
final class ResNetLayers {

  /** The output of a layer: float32 [batch, channels, height, width]. */
  record Features(Value value, int channels) {}

  private final GraphBuilder graph;
  private final ResNetWeights weights;
  private long parameters;

  ResNetLayers(GraphBuilder graph, ResNetWeights weights) {
    this.graph = graph;
    this.weights = weights;
  }

  /** The number of trained weights so far. */
  long parameters() {
    return parameters;
  }

  /** Adds a convolution, with the layer's batch norm, if any, folded into it. */
  Features convolution(String name, Features x, Layer layer, Window window, int groups) {
    int channels = (int) weights.convolutionShape(layer.convolution()).size(0);
    int size = window.size();
    Tensor weight =
        counted(
            weights.convolution(layer.convolution(), channels, x.channels() / groups, size, size));
    Tensor bias = weights.bias(layer.convolution(), channels);
    count(bias);
    FoldedConvolution folded =
        layer.batchNorm().isEmpty()
            ? FoldedConvolution.of(weight, bias)
            : FoldedConvolution.of(weight, bias, batchNorm(layer.batchNorm(), channels));
    return new Features(
        graph.conv(name, x.value(), folded.weight(), folded.bias(), window, groups), channels);
  }

  /** Adds a batch norm that does not follow a convolution. */
  Features batchNorm(String name, Features x, String layer) {
    BatchNorm norm = batchNorm(layer, x.channels());
    return new Features(graph.batchNorm(name, x.value(), norm), x.channels());
  }

  /**
   * Adds a batch norm that the network applies a second time; its weights are not counted again.
   */
  Features batchNormAgain(String name, Features x, String layer) {
    BatchNorm norm = weights.batchNorm(layer, x.channels());
    return new Features(graph.batchNorm(name, x.value(), norm), x.channels());
  }

  Features relu(String name, Features x) {
    return new Features(graph.relu(name, x.value()), x.channels());
  }

  /**
   * Adds the classifier head.
   *
   * @param x [batch, features]
   * @return [batch, classes]
   */
  Value classifier(String name, Value x, int features) {
    List<Step> steps = weights.head().steps();
    int width = features;
    for (int i = 0; i < steps.size(); i++) {
      String step = i == steps.size() - 1 ? name : "%s.%d".formatted(name, i);
      if (steps.get(i) instanceof Linear linear) {
        int out = (int) linear.shape().size(0);
        x = linear(step, x, linear.layer(), out, width);
        width = out;
      } else if (steps.get(i) instanceof ClassifierHead.BatchNorm norm) {
        x = graph.batchNorm(step, x, counted(weights.headBatchNorm(norm.layer(), width)));
      } else if (steps.get(i) instanceof Activation activation) {
        x = activation.function().addTo(graph, step, x);
      }
    }
    return x;
  }

  private Value linear(String name, Value x, String layer, int out, int in) {
    Tensor weight = counted(weights.linearWeight(layer, out, in));
    Tensor bias = weights.linearBias(layer, out);
    if (weights.hasBias(layer)) {
      count(bias);
    }
    return graph.linear(name, x, weight, bias);
  }

  private BatchNorm batchNorm(String layer, int channels) {
    return counted(weights.batchNorm(layer, channels));
  }

  private BatchNorm counted(BatchNorm norm) {
    count(norm.gamma());
    count(norm.beta());
    return norm;
  }

  private Tensor counted(Tensor tensor) {
    count(tensor);
    return tensor;
  }

  private void count(@Nullable Tensor tensor) {
    parameters += tensor == null ? 0 : tensor.values().length;
  }
}
