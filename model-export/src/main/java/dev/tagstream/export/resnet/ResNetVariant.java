package dev.tagstream.export.resnet;

import dev.tagstream.export.resnet.ResNetDepth.Block;
import dev.tagstream.export.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which ResNet some weights are, told by their shapes alone.
 *
 * @param depth the kind of its blocks and how many each stage has
 * @param stem what comes before them
 * @param width the channels of the stem; 64 in the paper
 * @param innerWidth the channels of the first block's inner convolution; {@code width} in the paper
 * @param groups of the 3x3 convolutions; 1 in the paper, 32 in a ResNeXt
 * @param classes the classifier gives
 */
public record ResNetVariant(
    ResNetDepth depth, Stem stem, int width, int innerWidth, int groups, int classes) {

  private static final int STAGES = 4;

  /**
   * Tells the variant.
   *
   * @param stem that the user expects; null to tell it, too
   * @throws dev.tagstream.export.problem.ExportException if this is no ResNet of a known depth
   */
  public static ResNetVariant of(ResNetWeights weights, @Nullable Stem stem) {
    Shape first = weights.shape(TorchNames.weight(TorchNames.STEM_CONV), 4);
    String block = TorchNames.block(1, 0);
    boolean bottleneck = weights.has(TorchNames.weight(TorchNames.conv(block, 3)));
    String grouped = TorchNames.weight(TorchNames.conv(block, 2));
    Shape inner = weights.shape(grouped, 4);
    if (bottleneck && inner.size(0) % inner.size(1) != 0) {
      throw weights.problem(grouped, "cannot be split into groups: %s".formatted(inner));
    }
    Shape classifier = weights.shape(TorchNames.weight(TorchNames.CLASSIFIER), 2);
    return new ResNetVariant(
        depth(weights, bottleneck ? Block.BOTTLENECK : Block.BASIC),
        stem != null ? stem : stemOf(first),
        (int) first.size(0),
        (int) inner.size(0),
        bottleneck ? (int) (inner.size(0) / inner.size(1)) : 1,
        (int) classifier.size(0));
  }

  /** What torchvision calls it, widths aside: {@code resnet50}, {@code resnext50_32x4d}. */
  public String architecture() {
    int layers = depth.layers();
    if (groups > 1) {
      return "resnext%d_%dx%dd".formatted(layers, groups, innerWidth / groups);
    }
    boolean wide =
        depth.block() == Block.BOTTLENECK && innerWidth > width && innerWidth % width == 0;
    return wide
        ? "wide_resnet%d_%d".formatted(layers, innerWidth / width)
        : "resnet%d".formatted(layers);
  }

  private static Stem stemOf(Shape firstConvolution) {
    return firstConvolution.size(2) == Stem.SMALL_IMAGE.kernel() ? Stem.SMALL_IMAGE : Stem.IMAGENET;
  }

  private static ResNetDepth depth(ResNetWeights weights, Block block) {
    List<Integer> blocks = new ArrayList<>();
    for (int stage = 1; stage <= STAGES; stage++) {
      int count = 0;
      while (weights.has(TorchNames.weight(TorchNames.conv(TorchNames.block(stage, count), 1)))) {
        count++;
      }
      blocks.add(count);
    }
    return ResNetDepth.of(block, blocks)
        .orElseThrow(
            () ->
                weights.problem(
                    "stages of %s %s blocks are no ResNet of 18, 34, 50, 101 or 152 layers"
                        .formatted(blocks, block.name().toLowerCase(Locale.ROOT))));
  }
}
