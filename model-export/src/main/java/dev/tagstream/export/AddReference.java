package dev.tagstream.export;

import ai.onnx.proto.OnnxMl.ModelProto;
import dev.tagstream.export.onnx.ModelMetadata;
import dev.tagstream.export.onnx.OnnxFile;
import dev.tagstream.export.problem.ExportException;
import dev.tagstream.export.quantize.CalibrationImage;
import dev.tagstream.export.quantize.ReferenceRun;
import dev.tagstream.schemas.model.ModelDescription;
import dev.tagstream.schemas.model.ReferenceTags;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Adds a reference to a model's file: the tags of images like those that the model will see. */
public final class AddReference {

  private AddReference() {}

  /**
   * Runs the model on the images and replaces its file.
   *
   * @param file a Tagstream model
   * @param images preprocessed by its contract
   * @return what was added; null if no image has a tag, so that the file stays as it was
   * @throws ExportException if it does not run, or cannot be written
   */
  public static @Nullable ReferenceTags to(Path file, List<CalibrationImage> images) {
    ModelProto model = OnnxFile.read(file);
    ModelDescription description =
        ModelMetadata.of(file, model)
            .orElseThrow(() -> ExportException.in(file, "has no contract"));
    ReferenceTags reference = ReferenceRun.of(model, description.contract(), images);
    if (reference != null) {
      OnnxFile.write(ModelMetadata.with(model, description.with(reference)), file);
    }
    return reference;
  }
}
