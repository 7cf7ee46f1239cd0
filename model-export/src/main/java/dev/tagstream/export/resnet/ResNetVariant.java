package dev.tagstream.export.resnet;

import dev.tagstream.export.resnet.ResNetDepth.Block;
import dev.tagstream.export.resnet.ResNetNames.Place;
import dev.tagstream.export.resnet.ResNetStyle.Order;
import dev.tagstream.export.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The variant of ResNet that some weights belong to, detected from their names and shapes alone.
 *
 * @param style the differences of its implementation
 * @param depth the kind of its blocks and their number in each stage
 * @param stem the layers before the blocks
 * @param width the channels of the stem; 64 in the paper
 * @param innerWidth the channels of the first block's inner convolution; {@code width} in the paper
 * @param groups of the 3x3 convolutions; 1 in the paper, 32 in a ResNeXt
 * @param classes the number of classes
 * @param poolPadding around the features before the stem's pool
 */
public record ResNetVariant(
    ResNetStyle style,
    ResNetDepth depth,
    Stem stem,
    int width,
    int innerWidth,
    int groups,
    int classes,
    PoolPadding poolPadding) {

  private static final int STAGES = 4;

  /**
   * Detects the variant.
   *
   * @param stem the required stem; null to detect it
   * @throws dev.tagstream.export.problem.ExportException if the weights are not a ResNet of a known
   *     depth
   */
  public static ResNetVariant of(ResNetWeights weights, @Nullable Stem stem) {
    ResNetNames names = weights.names();
    Shape first = weights.convolutionShape(names.stem().convolution());
    Place place = new Place(1, 1);
    boolean bottleneck = weights.hasConvolution(names.inner(place, 3).convolution());
    String grouped = names.inner(place, 2).convolution();
    Shape inner = weights.convolutionShape(grouped);
    if (bottleneck && inner.size(0) % inner.size(1) != 0) {
      throw weights.problem(
          grouped, "cannot be split into groups: [out, in / groups, ...] is " + inner);
    }
    return new ResNetVariant(
        names.style(),
        depth(weights, bottleneck ? Block.BOTTLENECK : Block.BASIC),
        stem != null ? stem : stemOf(first),
        (int) first.size(0),
        (int) inner.size(0),
        bottleneck ? (int) (inner.size(0) / inner.size(1)) : 1,
        weights.classes(),
        PoolPadding.ONE_PIXEL);
  }

  /** The same network with another padding before its pool. */
  public ResNetVariant with(PoolPadding padding) {
    return new ResNetVariant(style, depth, stem, width, innerWidth, groups, classes, padding);
  }

  /** Its name in torchvision or Keras without the width: {@code resnet50}, {@code resnet50v2}. */
  public String architecture() {
    int layers = depth.layers();
    if (groups > 1) {
      return "resnext%d%s_%dx%dd".formatted(layers, style.suffix(), groups, innerWidth / groups);
    }
    boolean wide =
        depth.block() == Block.BOTTLENECK && innerWidth > width && innerWidth % width == 0;
    return wide
        ? "wide_resnet%d%s_%d".formatted(layers, style.suffix(), innerWidth / width)
        : "resnet%d%s".formatted(layers, style.suffix());
  }

  /** The index, from 1, of the convolution that has the block's stride. */
  int stridedConvolution() {
    return depth.block() == Block.BOTTLENECK ? style.stridedConvolution() : 1;
  }

  /**
   * The stride of a block: 2 in the first block of every stage but the first or, with the
   * activation first, in the last block of every stage but the last; otherwise 1.
   */
  int stride(Place place) {
    boolean strided =
        style.order() == Order.ACTIVATION_FIRST
            ? place.stage() < STAGES && place.block() == depth.blocks().get(place.stage() - 1)
            : place.stage() > 1 && place.block() == 1;
    return strided ? 2 : 1;
  }

  private static Stem stemOf(Shape firstConvolution) {
    return firstConvolution.size(2) == Stem.SMALL_IMAGE.kernel() ? Stem.SMALL_IMAGE : Stem.IMAGENET;
  }

  private static ResNetDepth depth(ResNetWeights weights, Block block) {
    List<Integer> blocks = new ArrayList<>();
    for (int stage = 1; stage <= STAGES; stage++) {
      int count = 0;
      while (weights.hasConvolution(
          weights.names().inner(new Place(stage, count + 1), 1).convolution())) {
        count++;
      }
      blocks.add(count);
    }
    return ResNetDepth.of(block, blocks)
        .orElseThrow(
            () ->
                weights.problem(
                    "stages of %s %s blocks are not those of a ResNet with 18, 34, 38, 50, 101 or 152 layers"
                        .formatted(blocks, block.name().toLowerCase(Locale.ROOT))));
  }
}
