package dev.tagstream.export.resnet;

import dev.tagstream.export.onnx.GraphBuilder;
import dev.tagstream.export.onnx.GraphBuilder.Value;
import dev.tagstream.export.onnx.GraphBuilder.Window;
import dev.tagstream.export.resnet.ResNetLayers.Features;
import dev.tagstream.export.resnet.ResNetNames.Layer;
import dev.tagstream.export.resnet.ResNetNames.Place;
import dev.tagstream.export.resnet.ResNetStyle.Order;
import java.util.List;

/**
 * Builds the graph of a ResNet: stem, four stages of residual blocks, average pool, classifier. The
 * weights determine the number of channels, so any width is supported. Nodes have the names of
 * torchvision's layers, whatever the names of the weights.
 */
public final class ResNetGraph {

  private static final int COLORS = 3;

  private final GraphBuilder graph;
  private final ResNetWeights weights;
  private final ResNetVariant variant;
  private final ResNetLayers layers;

  public ResNetGraph(GraphBuilder graph, ResNetWeights weights, ResNetVariant variant) {
    this.graph = graph;
    this.weights = weights;
    this.variant = variant;
    this.layers = new ResNetLayers(graph, weights);
  }

  /**
   * The outputs of the network.
   *
   * @param embedding the last stage's features, pooled: [batch, embeddingSize]
   * @param embeddingSize the number of features
   * @param logits [batch, classes]
   */
  public record Outputs(Value embedding, int embeddingSize, Value logits) {}

  /**
   * Adds the whole network to the graph and returns its outputs.
   *
   * @param image [batch, 3, height, width]
   */
  public Outputs of(Value image) {
    Features x = stem(new Features(image, COLORS));
    for (int stage = 1; stage <= variant.depth().blocks().size(); stage++) {
      x = stage(x, stage);
    }
    if (activatesFirst()) {
      x = activation("norm", x, weights.names().lastBatchNorm());
    }
    Value embedding = graph.flatten("flatten", graph.globalAveragePool("avgpool", x.value()));
    Value logits = layers.classifier("fc", embedding, x.channels());
    weights.refuseUnused();
    return new Outputs(embedding, x.channels(), logits);
  }

  /** The number of trained weights in the graph, as PyTorch counts them. */
  public long parameters() {
    return layers.parameters();
  }

  private Features stem(Features image) {
    Stem stem = variant.stem();
    Window window = new Window(stem.kernel(), stem.stride(), stem.kernel() / 2);
    Features x = layers.convolution("conv1", image, weights.names().stem(), window, 1);
    if (!activatesFirst()) {
      x = layers.relu("relu", x);
    }
    return stem == Stem.IMAGENET ? pool(x) : x;
  }

  /**
   * All implementations pad with zeros. After an activation no value is below zero, so the padding
   * does not change the maximum.
   */
  private Features pool(Features x) {
    Window pool = new Window(3, 2, variant.poolPadding().pixels());
    Value pooled =
        activatesFirst()
            ? graph.zeroPaddedMaxPool("maxpool", x.value(), pool)
            : graph.maxPool("maxpool", x.value(), pool);
    return new Features(pooled, x.channels());
  }

  private Features stage(Features x, int stage) {
    int blocks = variant.depth().blocks().get(stage - 1);
    for (int block = 1; block <= blocks; block++) {
      x = residual(x, new Place(stage, block));
    }
    return x;
  }

  /** {@code x + F(x)}. The order of the style determines where the activation is. */
  private Features residual(Features x, Place place) {
    String name = "layer%d.%d".formatted(place.stage(), place.block() - 1);
    Features active =
        activatesFirst() ? activation(name, x, weights.names().firstBatchNorm(place)) : x;
    Features transformed = transformed(name, active, place);
    Features shortcut = shortcut(name, x, active, transformed.channels(), place);
    Features sum =
        new Features(
            graph.add(name + ".add", transformed.value(), shortcut.value()),
            transformed.channels());
    weights.names().unused(place).forEach(weights::ignore);
    return variant.style().order() == Order.ACTIVATION_LAST
        ? layers.relu(name + ".relu", sum)
        : sum;
  }

  /** The paper's F: two or three convolutions with activations between them. */
  private Features transformed(String name, Features x, Place place) {
    List<Integer> windows = variant.depth().block().windows();
    for (int number = 1; number <= windows.size(); number++) {
      boolean last = number == windows.size();
      int size = windows.get(number - 1);
      int stride = number == variant.stridedConvolution() ? variant.stride(place) : 1;
      int groups = number == ResNetDepth.GROUPED_CONVOLUTION ? variant.groups() : 1;
      Layer layer = weights.names().inner(place, number);
      x =
          layers.convolution(
              name + ".conv" + number,
              x,
              last && activatesFirst() ? layer.withoutBatchNorm() : layer,
              new Window(size, stride, size / 2),
              groups);
      if (!last || activatesWithin()) {
        x = layers.relu(name + ".relu" + number, x);
      }
      if (last && activatesWithin()) {
        x = layers.batchNormAgain(name + ".norm", x, layer.batchNorm());
      }
    }
    return x;
  }

  /**
   * The block's input, or a projection of it if the block changes the size or the number of
   * channels.
   */
  private Features shortcut(String name, Features x, Features active, int channels, Place place) {
    Layer layer = weights.names().shortcut(place);
    Window window = new Window(1, variant.stride(place), 0);
    boolean subsampled = activatesFirst() && x.channels() == channels;
    boolean changes = window.stride() != 1 || x.channels() != channels;
    boolean isConvolution = weights.hasConvolution(layer.convolution());
    if (isConvolution || (changes && !subsampled)) {
      return layers.convolution(name + ".downsample.0", active, layer, window, 1);
    }
    return changes
        ? new Features(graph.maxPool(name + ".downsample", x.value(), window), channels)
        : x;
  }

  private Features activation(String name, Features x, String batchNorm) {
    return layers.relu(name + ".relu0", layers.batchNorm(name + ".norm", x, batchNorm));
  }

  private boolean activatesWithin() {
    return variant.style().order() == Order.ACTIVATION_WITHIN;
  }

  private boolean activatesFirst() {
    return variant.style().order() == Order.ACTIVATION_FIRST;
  }
}
