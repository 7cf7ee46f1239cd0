package dev.tagstream.export;

import static java.util.Objects.requireNonNullElse;

import dev.tagstream.export.contract.PreprocessingPreset;
import dev.tagstream.export.contract.StatedContract;
import dev.tagstream.export.onnx.GraphBuilder;
import dev.tagstream.export.onnx.GraphBuilder.Value;
import dev.tagstream.export.onnx.OnnxFile;
import dev.tagstream.export.resnet.ResNetGraph;
import dev.tagstream.export.resnet.ResNetStyle;
import dev.tagstream.export.resnet.ResNetVariant;
import dev.tagstream.export.resnet.ResNetWeights;
import dev.tagstream.export.resnet.Stem;
import dev.tagstream.export.tensor.NamedTensors;
import dev.tagstream.schemas.model.InputSpec;
import dev.tagstream.schemas.model.OutputSpec.Kind;
import dev.tagstream.schemas.model.Size;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A ResNet whose file has weights alone; their names and shapes tell which it is. */
record ResNet(ResNetWeights weights, ResNetVariant variant) implements Network {

  /** The sides on which ImageNet's and CIFAR's networks are trained, in pixels. */
  private static final int IMAGENET_SIZE = 224;

  private static final int SMALL_IMAGE_SIZE = 32;

  static ResNet in(NamedTensors tensors, ExportRequest request) {
    ResNetWeights weights = ResNetWeights.in(tensors);
    weights.refuseMoreThan(OnnxFile.MAX_WEIGHT_BYTES);
    return new ResNet(weights, ResNetVariant.of(weights, request.stem()));
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
    return requireNonNullElse(wanted, Kind.LOGITS);
  }

  @Override
  public Outputs addTo(GraphBuilder graph, Value picture, InputSpec input, Kind scores) {
    ResNetGraph network = new ResNetGraph(graph, weights, variant);
    ResNetGraph.Outputs outputs = network.of(picture);
    return new Outputs(
        Network.activated(graph, outputs.logits(), scores),
        outputs.embedding(),
        outputs.embeddingSize(),
        network.parameters());
  }

  /** How the pictures were prepared that such a network was trained on. */
  private static PreprocessingPreset presetOf(ResNetStyle style) {
    return switch (style) {
      case TORCHVISION -> PreprocessingPreset.TORCHVISION;
      case KERAS_ORIGINAL, KERAS -> PreprocessingPreset.KERAS;
      case KERAS_V2 -> PreprocessingPreset.KERAS_V2;
    };
  }
}
