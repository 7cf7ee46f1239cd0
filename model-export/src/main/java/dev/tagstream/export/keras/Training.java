package dev.tagstream.export.keras;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The preprocessing in the training of a network of {@code keras.applications} that does not
 * preprocess images itself. A layer that all networks of one kind have, and no others, identifies
 * the kind.
 */
public enum Training {
  /** {@code imagenet_utils.preprocess_input(mode="caffe")}: BGR, less the mean of ImageNet. */
  CAFFE,
  /** {@code mode="tf"}: from -1 to 1. */
  TF,
  /** {@code mode="torch"}: ImageNet's mean and deviation. */
  TORCH;

  private static final Map<String, Training> LANDMARKS =
      new TreeMap<>(
          Map.ofEntries(
              // ResNet, its first version in Keras 1, ResNetV2
              Map.entry("conv2_block1_1_conv", CAFFE),
              Map.entry("res2a_branch2a", CAFFE),
              Map.entry("conv2_block1_preact_bn", TF),
              // MobileNet 1 to 3
              Map.entry("conv_dw_1", TF),
              Map.entry("expanded_conv_depthwise", TF),
              Map.entry("expanded_conv/depthwise", TF),
              Map.entry("conv2_block1_concat", TORCH),
              // Xception, InceptionV3, InceptionResNetV2
              Map.entry("block2_sepconv1", TF),
              Map.entry("mixed0", TF),
              Map.entry("mixed_5b", TF),
              // VGG
              Map.entry("block5_conv3", CAFFE)));

  /** The training of the network with these layers; empty if they are not a known one's. */
  static Optional<Training> of(Set<String> layers) {
    boolean second = layers.contains("conv2_block1_preact_bn");
    boolean dense = layers.contains("conv2_block1_concat");
    if (second || dense) {
      return Optional.of(second ? TF : TORCH);
    }
    return LANDMARKS.entrySet().stream()
        .filter(landmark -> layers.contains(landmark.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }
}
