package dev.tagstream.export.resnet;

/** torchvision's names for the parts of a ResNet. Stages count from 1, blocks from 0. */
final class TorchNames {

  static final String STEM_CONV = "conv1";
  static final String STEM_BATCH_NORM = "bn1";
  static final String CLASSIFIER = "fc";

  /** An update counter that every batch norm carries; it has no part in inference. */
  static final String COUNTER = "num_batches_tracked";

  private TorchNames() {}

  static String block(int stage, int block) {
    return "layer%d.%d".formatted(stage, block);
  }

  /** A block's convolution; {@code number} counts from 1. */
  static String conv(String block, int number) {
    return block + ".conv" + number;
  }

  /** The batch norm after a block's convolution; {@code number} counts from 1. */
  static String batchNorm(String block, int number) {
    return block + ".bn" + number;
  }

  static String shortcutConv(String block) {
    return block + ".downsample.0";
  }

  static String shortcutBatchNorm(String block) {
    return block + ".downsample.1";
  }

  static String weight(String layer) {
    return layer + ".weight";
  }

  static String bias(String layer) {
    return layer + ".bias";
  }

  static String runningMean(String batchNorm) {
    return batchNorm + ".running_mean";
  }

  static String runningVariance(String batchNorm) {
    return batchNorm + ".running_var";
  }
}
