package dev.tagstream.export;

import ai.onnx.proto.OnnxMl.ModelProto;
import dev.tagstream.export.onnx.ModelMetadata;
import dev.tagstream.export.onnx.OnnxFile;
import dev.tagstream.export.onnx.OnnxSummary;
import dev.tagstream.export.problem.ExportException;
import dev.tagstream.export.weights.WeightFile;
import dev.tagstream.schemas.model.ModelDescription;
import dev.tagstream.schemas.model.Size;
import java.nio.file.Path;

/** Describes a model file. */
public final class InspectModel {

  /** The side for graphs that take any size. */
  private static final int USUAL_SIDE = 224;

  private InspectModel() {}

  /**
   * Inspects an ONNX file, exported, adopted or foreign.
   *
   * @throws dev.tagstream.export.problem.ExportException if it is not an ONNX file or its metadata
   *     is malformed
   */
  public static ModelSummary inspect(Path file) {
    return inspect(file, USUAL_SIDE);
  }

  /**
   * Inspects an ONNX file.
   *
   * @param openSide the assumed height and width of a graph that takes any size, in pixels
   * @throws dev.tagstream.export.problem.ExportException if it is not an ONNX file or its metadata
   *     is malformed
   */
  public static ModelSummary inspect(Path file, int openSide) {
    WeightFile.kind(file).ifPresent(kind -> refuseWeights(file, kind));
    ModelProto model = OnnxFile.read(file);
    ModelDescription description = ModelMetadata.of(file, model).orElse(null);
    int side =
        description == null
            ? openSide
            : description.contract().input().size().map(Size::height).orElse(openSide);
    return new ModelSummary(
        file, SourceFile.of(file).sha256(), description, OnnxSummary.of(model, side));
  }

  private static void refuseWeights(Path file, String kind) {
    throw ExportException.in(
        file,
        "holds weights of %s and no model; export them first: tagstream export --weights %s --out model.onnx"
            .formatted(kind, file));
  }
}
