package dev.tagstream.export.resnet;

import dev.tagstream.export.onnx.GraphBuilder;
import dev.tagstream.export.onnx.GraphBuilder.Value;
import dev.tagstream.export.onnx.GraphBuilder.Window;
import dev.tagstream.export.resnet.FoldedConvolution.BatchNorm;
import dev.tagstream.export.resnet.ResNetDepth.Block;
import dev.tagstream.export.tensor.Tensor;

/**
 * A ResNet as the paper draws it: stem, four stages of residual blocks, average pool, classifier.
 * Channels come from the weights, so any width will do.
 */
public final class ResNetGraph {

  private static final int COLORS = 3;

  private static final Window POOL = new Window(3, 2, 1);

  /** A picture's features on their way through the network: [batch, channels, ...]. */
  private record Features(Value value, int channels) {}

  private final GraphBuilder graph;
  private final ResNetWeights weights;
  private final ResNetVariant variant;
  private long parameters;

  public ResNetGraph(GraphBuilder graph, ResNetWeights weights, ResNetVariant variant) {
    this.graph = graph;
    this.weights = weights;
    this.variant = variant;
  }

  /**
   * What the network gives.
   *
   * @param embedding the last stage's features, pooled: [batch, embeddingSize]
   * @param embeddingSize how many there are
   * @param logits [batch, classes]
   */
  public record Outputs(Value embedding, int embeddingSize, Value logits) {}

  /**
   * Adds the whole network to the graph.
   *
   * @param picture [batch, 3, height, width]
   */
  public Outputs of(Value picture) {
    Features x = stem(new Features(picture, COLORS));
    for (int stage = 1; stage <= variant.depth().blocks().size(); stage++) {
      x = stage(x, stage);
    }
    Value embedding = graph.flatten("flatten", graph.globalAveragePool("avgpool", x.value()));
    Value logits = classifier(embedding, x.channels());
    weights.refuseUnused();
    return new Outputs(embedding, x.channels(), logits);
  }

  /** The number of trained weights that went into the graph, as PyTorch counts them. */
  public long parameters() {
    return parameters;
  }

  private Features stem(Features picture) {
    Stem stem = variant.stem();
    Window window =
        stem == Stem.IMAGENET
            ? new Window(stem.kernel(), 2, stem.kernel() / 2)
            : new Window(stem.kernel(), 1, stem.kernel() / 2);
    Features x =
        convolution(
            picture, TorchNames.STEM_CONV, TorchNames.STEM_BATCH_NORM, variant.width(), window, 1);
    x = relu("relu", x);
    return stem == Stem.IMAGENET
        ? new Features(graph.maxPool("maxpool", x.value(), POOL), x.channels())
        : x;
  }

  /** All stages but the first halve the picture in their first block. */
  private Features stage(Features x, int stage) {
    int blocks = variant.depth().blocks().get(stage - 1);
    for (int block = 0; block < blocks; block++) {
      int stride = stage > 1 && block == 0 ? 2 : 1;
      x = residual(x, TorchNames.block(stage, block), stride);
    }
    return x;
  }

  private Features residual(Features x, String name, int stride) {
    Features transformed =
        variant.depth().block() == Block.BASIC
            ? basic(x, name, stride)
            : bottleneck(x, name, stride);
    Features shortcut = shortcut(x, name, transformed.channels(), stride);
    Value sum = graph.add(name + ".add", transformed.value(), shortcut.value());
    return relu(name + ".relu", new Features(sum, transformed.channels()));
  }

  private Features basic(Features x, String name, int stride) {
    int width = channels(name, 1);
    x = relu(name + ".relu1", convolution(x, name, 1, width, new Window(3, stride, 1), 1));
    return convolution(x, name, 2, channels(name, 2), new Window(3, 1, 1), 1);
  }

  private Features bottleneck(Features x, String name, int stride) {
    int width = channels(name, 1);
    Window one = new Window(1, 1, 0);
    x = relu(name + ".relu1", convolution(x, name, 1, width, one, 1));
    Window three = new Window(3, stride, 1);
    x = relu(name + ".relu2", convolution(x, name, 2, width, three, variant.groups()));
    return convolution(x, name, 3, channels(name, 3), one, 1);
  }

  /** The picture itself, or where its size or channels change, a 1x1 convolution of it. */
  private Features shortcut(Features x, String name, int channels, int stride) {
    String conv = TorchNames.shortcutConv(name);
    boolean changes = stride != 1 || x.channels() != channels;
    if (!changes && !weights.has(TorchNames.weight(conv))) {
      return x;
    }
    String batchNorm = TorchNames.shortcutBatchNorm(name);
    return convolution(x, conv, batchNorm, channels, new Window(1, stride, 0), 1);
  }

  private Value classifier(Value embedding, int size) {
    String name = TorchNames.CLASSIFIER;
    Tensor weight = weights.read(TorchNames.weight(name), variant.classes(), size);
    Tensor bias = weights.read(TorchNames.bias(name), variant.classes());
    count(weight);
    count(bias);
    return graph.linear(name, embedding, weight, bias);
  }

  private int channels(String block, int number) {
    return (int) weights.shape(TorchNames.weight(TorchNames.conv(block, number)), 4).size(0);
  }

  private Features convolution(
      Features x, String block, int number, int channels, Window window, int groups) {
    String conv = TorchNames.conv(block, number);
    return convolution(x, conv, TorchNames.batchNorm(block, number), channels, window, groups);
  }

  /** A convolution and its batch norm, as one. */
  private Features convolution(
      Features x, String conv, String batchNorm, int channels, Window window, int groups) {
    int size = window.size();
    Tensor weight =
        weights.read(TorchNames.weight(conv), channels, x.channels() / groups, size, size);
    FoldedConvolution folded = FoldedConvolution.of(weight, batchNorm(batchNorm, channels));
    count(weight);
    Value value = graph.conv(conv, x.value(), folded.weight(), folded.bias(), window, groups);
    return new Features(value, channels);
  }

  private BatchNorm batchNorm(String name, int channels) {
    Tensor gamma = weights.read(TorchNames.weight(name), channels);
    Tensor beta = weights.read(TorchNames.bias(name), channels);
    Tensor mean = weights.read(TorchNames.runningMean(name), channels);
    Tensor variance = weights.read(TorchNames.runningVariance(name), channels);
    for (float value : variance.values()) {
      if (value < 0) {
        throw weights.problem(
            TorchNames.runningVariance(name), "must not be negative but has " + value);
      }
    }
    count(gamma);
    count(beta);
    return new BatchNorm(gamma, beta, mean, variance);
  }

  private Features relu(String name, Features x) {
    return new Features(graph.relu(name, x.value()), x.channels());
  }

  private void count(Tensor tensor) {
    parameters += tensor.values().length;
  }
}
