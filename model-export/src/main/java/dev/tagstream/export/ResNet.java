package dev.tagstream.export;

import static java.util.Objects.requireNonNullElse;

import dev.tagstream.export.contract.PreprocessingPreset;
import dev.tagstream.export.contract.StatedContract;
import dev.tagstream.export.folder.ModelFolder;
import dev.tagstream.export.onnx.GraphBuilder;
import dev.tagstream.export.onnx.GraphBuilder.Value;
import dev.tagstream.export.onnx.OnnxFile;
import dev.tagstream.export.problem.ExportException;
import dev.tagstream.export.resnet.PoolPadding;
import dev.tagstream.export.resnet.ResNetGraph;
import dev.tagstream.export.resnet.ResNetStyle;
import dev.tagstream.export.resnet.ResNetVariant;
import dev.tagstream.export.resnet.ResNetWeights;
import dev.tagstream.export.resnet.Stem;
import dev.tagstream.export.tensor.LayeredTensors;
import dev.tagstream.export.tensor.NamedTensors;
import dev.tagstream.export.tensor.SelectedTensors;
import dev.tagstream.schemas.model.InputSpec;
import dev.tagstream.schemas.model.OutputSpec.Kind;
import dev.tagstream.schemas.model.Size;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A ResNet whose file has only weights; their names and shapes identify it. */
record ResNet(ResNetWeights weights, ResNetVariant variant) implements Network {

  /** The sides on which ImageNet's and CIFAR's networks are trained, in pixels. */
  private static final int IMAGENET_SIZE = 224;

  private static final int SMALL_IMAGE_SIZE = 32;

  /** Keras' names of layers without weights that no ResNet contains. */
  private static final Pattern CHANGING =
      Pattern.compile(
          "(rescaling|normalization|resizing|center_crop|flatten|lambda|global_max_pooling2d)(_[0-9]+)?|max_pool");

  /** The factor by which a network with an ImageNet stem shrinks an image. */
  private static final int TOTAL_STRIDE = 32;

  static ResNet in(NamedTensors tensors, ExportRequest request, @Nullable ModelFolder folder) {
    ResNetWeights weights =
        ResNetWeights.in(SelectedTensors.of(tensors, request.weightsKey()), request.head());
    weights.refuseMoreThan(OnnxFile.MAX_WEIGHT_BYTES);
    if (request.scores() == null) {
      refuseSigmoid(weights, folder);
    }
    ResNetVariant variant = ResNetVariant.of(weights, request.stem());
    if (folder != null) {
      folder.refuseOther(variant.architecture(), variant.depth().layers(), variant.classes());
    }
    refuseOtherLayers(tensors, variant);
    return new ResNet(weights, variant.with(poolPadding(tensors, variant, request)));
  }

  /** The default, a softmax, would give other scores. */
  private static void refuseSigmoid(ResNetWeights weights, @Nullable ModelFolder folder) {
    weights.refuseSigmoidLoss();
    weights.refuseUnknownEnding();
    if (folder != null && folder.isMultiLabel()) {
      throw ExportException.in(
          folder.configuration(), "problem_type is multi_label_classification; set --scores");
    }
  }

  /** Layers without weights may change what a network computes, and a file may list them. */
  private static void refuseOtherLayers(NamedTensors tensors, ResNetVariant variant) {
    if (!(tensors instanceof LayeredTensors layered)) {
      return;
    }
    boolean flattens = variant.style() == ResNetStyle.KERAS_ORIGINAL;
    for (String layer : layered.layerNames()) {
      if (CHANGING.matcher(layer).matches() && !(flattens && layer.startsWith("flatten"))) {
        throw ExportException.in(
            tensors.file(),
            "has only weights, and its layer %s would change what they compute; save the whole model as .keras"
                .formatted(layer));
      }
    }
  }

  /** Only the first ResNet50 of Keras exists with and without padding, under the same names. */
  private static PoolPadding poolPadding(
      NamedTensors tensors, ResNetVariant variant, ExportRequest request) {
    boolean known = variant.style() != ResNetStyle.KERAS_ORIGINAL;
    PoolPadding wanted = request.poolPadding();
    if (known || variant.stem() == Stem.SMALL_IMAGE) {
      if (wanted != null && wanted != PoolPadding.ONE_PIXEL) {
        throw ExportException.in(
            request.weights(),
            "belongs to a network whose pool is padded; leave out --pool-padding");
      }
      return PoolPadding.ONE_PIXEL;
    }
    Set<String> layers =
        tensors instanceof LayeredTensors layered ? layered.layerNames() : Set.of();
    Optional<PoolPadding> told = PoolPadding.of(layers);
    if (wanted == null) {
      return told.orElseThrow(
          () ->
              ExportException.in(
                  request.weights(),
                  "does not record whether the first pool is padded, and networks with such"
                      + " weights differ; set --pool-padding 0 (none, as in the first ResNet50 of"
                      + " Keras) or 1"));
    }
    if (told.isPresent() && told.get() != wanted) {
      throw ExportException.in(
          request.weights(),
          "has the layers of a network whose --pool-padding is %d, not %d"
              .formatted(told.get().pixels(), wanted.pixels()));
    }
    return wanted;
  }

  @Override
  public String architecture() {
    return variant.architecture();
  }

  @Override
  public Optional<StatedContract> preprocessing() {
    PreprocessingPreset preset = presetOf(variant.style());
    StatedContract stated = StatedContract.of(preset);
    return Optional.of(
        preset == PreprocessingPreset.TORCHVISION && variant.stem() == Stem.SMALL_IMAGE
            ? stated.with(PreprocessingPreset::torchvisionWithoutCrop)
            : stated);
  }

  @Override
  public Optional<Size> inputSize() {
    int side = variant.stem() == Stem.IMAGENET ? IMAGENET_SIZE : SMALL_IMAGE_SIZE;
    return Optional.of(new Size(side, side));
  }

  @Override
  public int classes() {
    return variant.classes();
  }

  @Override
  public Kind scores(@Nullable Kind wanted) {
    if (variant.classes() == 1 && wanted != Kind.SIGMOID) {
      throw weights.problem(ONE_SCORE);
    }
    return requireNonNullElse(wanted, Kind.LOGITS);
  }

  @Override
  public Set<String> leftOut() {
    return weights.leftOut();
  }

  @Override
  public Outputs addTo(GraphBuilder graph, Value image, InputSpec input, Kind scores) {
    variant.style().requiredFeatures().ifPresent(side -> requireFeatures(side, input));
    ResNetGraph network = new ResNetGraph(graph, weights, variant);
    ResNetGraph.Outputs outputs = network.of(image);
    return new Outputs(
        Network.activated(graph, outputs.logits(), scores),
        outputs.embedding(),
        outputs.embeddingSize(),
        network.parameters());
  }

  /** A pool of a fixed size is the mean of all features only where they have that size. */
  private void requireFeatures(int side, InputSpec input) {
    int height = (input.height() + TOTAL_STRIDE - 1) / TOTAL_STRIDE;
    int width = (input.width() + TOTAL_STRIDE - 1) / TOTAL_STRIDE;
    if (height != side || width != side) {
      throw weights.problem(
          "this network takes images of %d pixels only; set --size %d"
              .formatted(side * TOTAL_STRIDE, side * TOTAL_STRIDE));
    }
  }

  /** The preprocessing with which such a network was trained. */
  private static PreprocessingPreset presetOf(ResNetStyle style) {
    return switch (style) {
      case TORCHVISION, TORCH_PRINTED -> PreprocessingPreset.TORCHVISION;
      case KERAS_ORIGINAL, KERAS -> PreprocessingPreset.KERAS;
      case KERAS_V2 -> PreprocessingPreset.KERAS_V2;
    };
  }
}
