package dev.tagstream.export;

import dev.tagstream.export.contract.LabelFile;
import dev.tagstream.export.contract.StatedContract;
import dev.tagstream.export.contract.StatedContract.StatedInput;
import dev.tagstream.export.contract.StatedContract.StatedOutput;
import dev.tagstream.export.folder.ModelFolder;
import dev.tagstream.export.problem.ExportException;
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
 * The plan of an export, made before any weight is read. The request overrides the preprocessing
 * file, which overrides the model's folder, which overrides the defaults.
 */
record ExportPlan(
    String name,
    InputSpec input,
    Preprocessing preprocessing,
    OutputSpec output,
    List<Label> labels) {

  private static final String INPUT = "input";

  static ExportPlan of(ExportRequest request, Network network, @Nullable ModelFolder folder) {
    refuseSameFile(request, folder == null ? request.weights() : folder.weights());
    StatedContract stated = stated(request, network, folder);
    InputSpec input = input(request, stated, network);
    List<Label> labels = labels(request, network.classes(), folder);
    OutputSpec output =
        StatedThresholds.over(output(request, stated, network), request.thresholds(), labels);
    return new ExportPlan(
        DefaultName.of(
            request.name() == null && folder != null ? folder.name() : request.name(),
            stated,
            request.weights()),
        input,
        stated.preprocessingFor(input),
        output,
        labels);
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
      ExportRequest request, Network network, @Nullable ModelFolder folder) {
    String wanted = request.preprocessing();
    if (wanted != null) {
      return StatedContract.parse(wanted);
    }
    if (folder != null) {
      return folder.preprocessing();
    }
    return network
        .preprocessing()
        .orElseThrow(
            () ->
                ExportException.in(
                    request.weights(), "does not describe its preprocessing; set --preprocessing"));
  }

  private static InputSpec input(ExportRequest request, StatedContract stated, Network network) {
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
    Integer wanted = request.imageSize();
    if (wanted == null && !stated.takesAnySize()) {
      Size size =
          stated
              .inputSize()
              .or(network::inputSize)
              .orElseThrow(
                  () ->
                      ExportException.in(
                          request.weights(), "takes images of any size; choose one with --size"));
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

  private static OutputSpec output(ExportRequest request, StatedContract stated, Network network) {
    int classes = network.classes();
    StatedOutput output = stated.output();
    Integer statedClasses = output.classes();
    if (statedClasses != null && statedClasses != classes) {
      throw new ExportException(
          "%s: output.classes is %d but %s has %d classes"
              .formatted(stated.origin(), statedClasses, request.weights(), classes));
    }
    Kind kind = network.scores(request.scores() != null ? request.scores() : output.kind());
    String name = Objects.requireNonNullElse(output.name(), kind.name().toLowerCase(Locale.ROOT));
    return new OutputSpec(name, kind, classes, stated.topK(kind, classes), output.thresholds());
  }

  private static void refuseSameFile(ExportRequest request, Path weights) {
    Path out = request.out().toAbsolutePath().normalize();
    if (out.equals(weights.toAbsolutePath().normalize())) {
      throw ExportException.in(request.out(), "is the weights file; choose another --out");
    }
  }
}
