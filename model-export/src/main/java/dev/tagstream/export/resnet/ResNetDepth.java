package dev.tagstream.export.resnet;

import static dev.tagstream.export.resnet.ResNetDepth.Block.BASIC;
import static dev.tagstream.export.resnet.ResNetDepth.Block.BOTTLENECK;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The depths of table 1 in "Deep Residual Learning for Image Recognition" (He et al., 2015), and
 * one that tutorials call ResNet-50 although it has fewer blocks.
 */
public enum ResNetDepth {
  RESNET_18(18, BASIC, 2, 2, 2, 2),
  RESNET_34(34, BASIC, 3, 4, 6, 3),
  RESNET_38(38, BOTTLENECK, 3, 3, 3, 3),
  RESNET_50(50, BOTTLENECK, 3, 4, 6, 3),
  RESNET_101(101, BOTTLENECK, 3, 4, 23, 3),
  RESNET_152(152, BOTTLENECK, 3, 8, 36, 3);

  /** The two kinds of residual blocks of figure 5. */
  public enum Block {
    /** Two 3x3 convolutions, the first with the block's stride. */
    BASIC(3, 3),
    /** 1x1, 3x3, 1x1; {@link ResNetStyle} determines which of them has the stride. */
    BOTTLENECK(1, 3, 1);

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<Integer> windows;

    Block(Integer... windows) {
      this.windows = List.of(windows);
    }

    /** The kernel sizes of its convolutions, in pixels. */
    List<Integer> windows() {
      return windows;
    }
  }

  /**
   * The index, from 1, of the convolution that a ResNeXt splits into groups: the 3x3 of a
   * bottleneck.
   */
  static final int GROUPED_CONVOLUTION = 2;

  private final int layers;
  private final Block block;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<Integer> blocks;

  ResNetDepth(int layers, Block block, Integer... blocks) {
    this.layers = layers;
    this.block = block;
    this.blocks = List.of(blocks);
  }

  /** The depth with these numbers of blocks in its four stages; empty if there is none. */
  public static Optional<ResNetDepth> of(Block block, List<Integer> blocks) {
    return Arrays.stream(values())
        .filter(depth -> depth.block == block && depth.blocks.equals(blocks))
        .findFirst();
  }

  /** The number of layers with weights, which is part of the network's name. */
  public int layers() {
    return layers;
  }

  public Block block() {
    return block;
  }

  /** The number of blocks in each of the four stages. */
  public List<Integer> blocks() {
    return blocks;
  }
}
