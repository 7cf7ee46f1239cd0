package dev.tagstream.export.resnet;

import java.util.Arrays;
import java.util.List;

/**
 * The naming schemes of published ResNet weights. The names of a block's layers are patterns:
 * {@code {stage}}, {@code {block}} and {@code {layer}} count from 1, {@code {stage-1}}, {@code
 * {block-1}} and {@code {layer-1}} count from 0; {@code {stage+1}} counts from 2; {@code {block a}}
 * and {@code {layer a}} count in letters; {@code {block or pre}} is {@code pre} in a block that
 * halves the image.
 *
 * <p>Each scheme has a landmark, a tensor that every file of this scheme contains. A file has the
 * first scheme whose landmark it contains.
 */
@SuppressWarnings("ImmutableEnumChecker") // a layer is two strings
public enum ResNetNames {
  /** The names of keras.applications' ResNetV2 models, which put the activation first. */
  KERAS_V2(
      TensorDialect.KERAS,
      ResNetStyle.KERAS_V2,
      "conv2_block1_preact_bn/gamma",
      new Layer("conv1_conv", ""),
      new Layer("conv{stage+1}_block{block}_{layer}_conv", "conv{stage+1}_block{block}_{layer}_bn"),
      new Layer("conv{stage+1}_block{block}_0_conv", "")),
  /** The names of keras.applications, and of networks of basic blocks that follow them. */
  KERAS(
      TensorDialect.KERAS,
      ResNetStyle.KERAS,
      "conv2_block1_1_conv/kernel",
      new Layer("conv1_conv", "conv1_bn"),
      new Layer("conv{stage+1}_block{block}_{layer}_conv", "conv{stage+1}_block{block}_{layer}_bn"),
      new Layer("conv{stage+1}_block{block}_0_conv", "conv{stage+1}_block{block}_0_bn")),
  /** The names of Keras 1 and 2.0, which come from the paper's authors. */
  KERAS_ORIGINAL(
      TensorDialect.KERAS,
      ResNetStyle.KERAS_ORIGINAL,
      "res2a_branch2a/kernel",
      new Layer("conv1", "bn_conv1"),
      new Layer("res{stage+1}{block a}_branch2{layer a}", "bn{stage+1}{block a}_branch2{layer a}"),
      new Layer("res{stage+1}{block a}_branch1", "bn{stage+1}{block a}_branch1")),
  /** The names of the ResNet in many PyTorch tutorials, including the misspelled {@code cov1}. */
  TORCH_PRINTED(
      TensorDialect.TORCH,
      ResNetStyle.TORCH_PRINTED,
      "conv2_x_1.cov1.weight",
      new Layer("conv1", "bn1"),
      new Layer(
          "conv{stage+1}_x_{block or pre}.cov{layer}", "conv{stage+1}_x_{block or pre}.bn{layer}"),
      new Layer("conv{stage+1}_x_{block or pre}.side", "")) {

    /** A block that halves the image uses separate convolutions. */
    @Override
    Layer inner(Place place, int number) {
      Layer layer = super.inner(place, number);
      return halves(place) && number == 2 ? layer.ending("_downsample") : layer;
    }

    @Override
    Layer shortcut(Place place) {
      Layer layer = super.shortcut(place);
      return halves(place) ? layer.ending("_downside") : layer;
    }

    /** Every block contains the convolutions of both kinds of blocks but applies one kind. */
    @Override
    List<String> unused(Place place) {
      Layer middle = super.inner(place, 2);
      Layer side = super.shortcut(place);
      return halves(place)
          ? List.of(middle.convolution(), side.convolution())
          : List.of(
              middle.ending("_downsample").convolution(), side.ending("_downside").convolution());
    }
  },
  /** The names of PyTorch's CIFAR-10 networks that derive from kuangliu/pytorch-cifar. */
  PYTORCH_CIFAR(
      TensorDialect.TORCH,
      ResNetStyle.TORCHVISION,
      "layer2.0.shortcut.0.weight",
      new Layer("conv1", "bn1"),
      new Layer("layer{stage}.{block-1}.conv{layer}", "layer{stage}.{block-1}.bn{layer}"),
      new Layer("layer{stage}.{block-1}.shortcut.0", "layer{stage}.{block-1}.shortcut.1")),
  /** The names of torchvision, and of timm's ResNets with torchvision's stem. */
  TORCHVISION(
      TensorDialect.TORCH,
      ResNetStyle.TORCHVISION,
      "layer1.0.conv1.weight",
      new Layer("conv1", "bn1"),
      new Layer("layer{stage}.{block-1}.conv{layer}", "layer{stage}.{block-1}.bn{layer}"),
      new Layer("layer{stage}.{block-1}.downsample.0", "layer{stage}.{block-1}.downsample.1")),
  /** The names of ResNetForImageClassification in Hugging Face's transformers. */
  TRANSFORMERS(
      TensorDialect.TORCH,
      ResNetStyle.TORCHVISION,
      "encoder.stages.0.layers.0.layer.0.convolution.weight",
      new Layer("embedder.embedder.convolution", "embedder.embedder.normalization"),
      new Layer(
          "encoder.stages.{stage-1}.layers.{block-1}.layer.{layer-1}.convolution",
          "encoder.stages.{stage-1}.layers.{block-1}.layer.{layer-1}.normalization"),
      new Layer(
          "encoder.stages.{stage-1}.layers.{block-1}.shortcut.convolution",
          "encoder.stages.{stage-1}.layers.{block-1}.shortcut.normalization"));

  /**
   * A convolution and the batch norm after it.
   *
   * @param batchNorm empty if there is none
   */
  record Layer(String convolution, String batchNorm) {

    Layer withoutBatchNorm() {
      return new Layer(convolution, "");
    }

    Layer ending(String end) {
      return new Layer(convolution + end, batchNorm);
    }
  }

  /**
   * The position of a residual block.
   *
   * @param stage counts from 1
   * @param block of the stage, counts from 1
   */
  record Place(int stage, int block) {}

  private static final String FIRST_ACTIVATION = "conv{stage+1}_block{block}_preact_bn";
  private static final String LAST_BATCH_NORM = "post_bn";

  private final TensorDialect dialect;
  private final ResNetStyle style;
  private final String landmark;
  private final Layer stem;
  private final Layer inner;
  private final Layer shortcut;

  ResNetNames(
      TensorDialect dialect,
      ResNetStyle style,
      String landmark,
      Layer stem,
      Layer inner,
      Layer shortcut) {
    this.dialect = dialect;
    this.style = style;
    this.landmark = landmark;
    this.stem = stem;
    this.inner = inner;
    this.shortcut = shortcut;
  }

  TensorDialect dialect() {
    return dialect;
  }

  ResNetStyle style() {
    return style;
  }

  /** The tensor that identifies this naming scheme. */
  String landmark() {
    return landmark;
  }

  Layer stem() {
    return stem;
  }

  /** A layer of a block; {@code number} counts from 1. */
  Layer inner(Place place, int number) {
    return at(inner, place, number);
  }

  Layer shortcut(Place place) {
    return at(shortcut, place, 0);
  }

  /** The convolutions that a block has but does not apply. */
  List<String> unused(Place place) {
    return List.of();
  }

  /** Whether a block halves the image, and therefore is the first of its stage. */
  private static boolean halves(Place place) {
    return place.stage() > 1 && place.block() == 1;
  }

  /** The batch norm at the start of a block, for networks with the activation first. */
  String firstBatchNorm(Place place) {
    return at(FIRST_ACTIVATION, place, 0);
  }

  /** The batch norm after the last block, for networks with the activation first. */
  String lastBatchNorm() {
    return LAST_BATCH_NORM;
  }

  private static Layer at(Layer layer, Place place, int number) {
    return new Layer(at(layer.convolution(), place, number), at(layer.batchNorm(), place, number));
  }

  private static String at(String pattern, Place place, int number) {
    String block = halves(place) ? "pre" : String.valueOf(place.block());
    String name = filled(pattern.replace("{block or pre}", block), "stage", place.stage());
    return filled(filled(name, "block", place.block()), "layer", number);
  }

  private static String filled(String pattern, String part, int number) {
    return pattern
        .replace("{" + part + "}", String.valueOf(number))
        .replace("{" + part + "-1}", String.valueOf(number - 1))
        .replace("{" + part + "+1}", String.valueOf(number + 1))
        .replace("{" + part + " a}", String.valueOf((char) ('a' + number - 1)));
  }

  /** The landmarks of all names, for error messages. */
  static String landmarks() {
    return String.join(", ", Arrays.stream(values()).map(ResNetNames::landmark).toList());
  }
}
