package dev.tagstream.export;

import dev.tagstream.export.contract.LabelFile;
import dev.tagstream.export.contract.PreprocessingPreset;
import dev.tagstream.export.contract.StatedContract;
import dev.tagstream.export.contract.StatedContract.StatedInput;
import dev.tagstream.export.contract.StatedContract.StatedOutput;
import dev.tagstream.export.folder.ModelFolder;
import dev.tagstream.export.problem.ExportException;
import dev.tagstream.export.resnet.ResNetStyle;
import dev.tagstream.export.resnet.ResNetVariant;
import dev.tagstream.export.resnet.Stem;
import dev.tagstream.schemas.model.InputSpec;
import dev.tagstream.schemas.model.Label;
import dev.tagstream.schemas.model.OutputSpec;
import dev.tagstream.schemas.model.OutputSpec.Kind;
import dev.tagstream.schemas.model.PixelLayout;
import dev.tagstream.schemas.model.PixelType;
import dev.tagstream.schemas.model.Preprocessing;
import dev.tagstream.schemas.model.Size;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What will be written, decided before any weight is read: the request goes before the
 * preprocessing file, that before the model's folder, that before the defaults.
 */
record ExportPlan(
    String name,
    InputSpec input,
    Preprocessing preprocessing,
    OutputSpec output,
    List<Label> labels) {

  private static final String INPUT = "input";

  /** The sides on which ImageNet's and CIFAR's networks are trained, in pixels. */
  private static final int IMAGENET_SIZE = 224;

  private static final int SMALL_IMAGE_SIZE = 32;

  static ExportPlan of(ExportRequest request, ResNetVariant variant, @Nullable ModelFolder folder) {
    refuseSameFile(request, folder == null ? request.weights() : folder.weights());
    StatedContract stated = stated(request, variant, folder);
    InputSpec input = input(request, stated, variant.stem());
    return new ExportPlan(
        DefaultName.of(
            request.name() == null && folder != null ? folder.name() : request.name(),
            stated,
            request.weights()),
        input,
        stated.preprocessingFor(input),
        output(request, stated, variant.classes()),
        labels(request, variant.classes(), folder));
  }

  private static List<Label> labels(
      ExportRequest request, int classes, @Nullable ModelFolder folder) {
    String name = request.labels();
    if (name == null) {
      List<Label> published = folder == null ? List.of() : folder.labels();
      if (folder != null && !published.isEmpty()) {
        LabelFile.check(folder.configuration().toString(), published, request.weights(), classes);
      }
      return published;
    }
    List<Label> labels = LabelFile.named(name);
    LabelFile.check(name, labels, request.weights(), classes);
    return labels;
  }

  private static StatedContract stated(
      ExportRequest request, ResNetVariant variant, @Nullable ModelFolder folder) {
    String wanted = request.preprocessing();
    if (wanted != null) {
      return StatedContract.parse(wanted);
    }
    if (folder != null) {
      return folder.preprocessing();
    }
    PreprocessingPreset preset = presetOf(variant.style());
    StatedContract stated = StatedContract.of(preset);
    return preset == PreprocessingPreset.TORCHVISION && variant.stem() == Stem.SMALL_IMAGE
        ? stated.with(PreprocessingPreset::torchvisionWithoutCrop)
        : stated;
  }

  /** How the pictures were prepared that such a network was trained on. */
  private static PreprocessingPreset presetOf(ResNetStyle style) {
    return switch (style) {
      case TORCHVISION -> PreprocessingPreset.TORCHVISION;
      case KERAS_ORIGINAL, KERAS -> PreprocessingPreset.KERAS;
      case KERAS_V2 -> PreprocessingPreset.KERAS_V2;
    };
  }

  private static InputSpec input(ExportRequest request, StatedContract stated, Stem stem) {
    StatedInput input = stated.input();
    PixelType type = request.input() != null ? request.input() : input.type();
    type = type != null ? type : PixelType.UINT8;
    PixelLayout layout = layout(type);
    if (input.layout() != null && input.layout() != layout) {
      throw new ExportException(
          "%s: input.layout must be %s, as the exported graph takes %s, but is %s"
              .formatted(stated.origin(), layout, type, input.layout()));
    }
    String name = Objects.requireNonNullElse(input.name(), INPUT);
    int usual = stem == Stem.IMAGENET ? IMAGENET_SIZE : SMALL_IMAGE_SIZE;
    Integer wanted = request.imageSize();
    if (wanted == null && !stated.takesAnySize()) {
      Size size = stated.inputSize().orElse(new Size(usual, usual));
      return new InputSpec(name, type, layout, size.height(), size.width());
    }
    int side = wanted != null ? wanted : InputSpec.ANY_SIDE;
    if (side < InputSpec.ANY_SIDE || side > InputSpec.MAX_SIDE) {
      throw new ExportException(
          "the image size must be from 1 to %d but is %d".formatted(InputSpec.MAX_SIDE, side));
    }
    return new InputSpec(name, type, layout, side, side);
  }

  /** Pixels as decoders give them, or planes as convolutions take them. */
  private static PixelLayout layout(PixelType type) {
    return switch (type) {
      case UINT8 -> PixelLayout.NHWC;
      case FLOAT32 -> PixelLayout.NCHW;
    };
  }

  private static OutputSpec output(ExportRequest request, StatedContract stated, int classes) {
    StatedOutput output = stated.output();
    Integer statedClasses = output.classes();
    if (statedClasses != null && statedClasses != classes) {
      throw new ExportException(
          "%s: output.classes is %d but %s has %d classes"
              .formatted(stated.origin(), statedClasses, request.weights(), classes));
    }
    Kind kind = request.scores() != null ? request.scores() : output.kind();
    kind = kind != null ? kind : Kind.LOGITS;
    String name = Objects.requireNonNullElse(output.name(), kind.name().toLowerCase(Locale.ROOT));
    return new OutputSpec(name, kind, classes, stated.topK(classes));
  }

  private static void refuseSameFile(ExportRequest request, Path weights) {
    Path out = request.out().toAbsolutePath().normalize();
    if (out.equals(weights.toAbsolutePath().normalize())) {
      throw ExportException.in(request.out(), "is the weights' file; write the model elsewhere");
    }
  }
}
