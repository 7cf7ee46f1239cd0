package dev.tagstream.export;

import ai.onnx.proto.OnnxMl.ModelProto;
import dev.tagstream.export.onnx.ModelMetadata;
import dev.tagstream.export.onnx.OnnxFile;
import dev.tagstream.export.problem.ExportException;
import dev.tagstream.export.quantize.CalibrationSet;
import dev.tagstream.export.quantize.HeldBack;
import dev.tagstream.export.quantize.QuantizeGraph;
import dev.tagstream.export.quantize.ReferenceRun;
import dev.tagstream.export.verify.Agreement;
import dev.tagstream.export.verify.SelfCheck;
import dev.tagstream.schemas.model.Contract;
import dev.tagstream.schemas.model.ModelDescription;
import dev.tagstream.schemas.model.Precision;
import dev.tagstream.schemas.model.ReferenceTags;
import java.nio.file.Path;
import java.util.function.LongConsumer;

/** Quantizes a float32 model to int8. */
public final class QuantizeModel {

  private QuantizeModel() {}

  /**
   * Quantizes a model. The tags of all images become the reference in its file.
   *
   * @param file a Tagstream model in float32
   * @param images like those that the model will see, preprocessed by its contract
   * @param out the file to write; replaced if it exists
   * @param done receives the number of processed images
   * @throws ExportException if the model cannot be quantized; then nothing is written
   */
  public static QuantizedModel quantize(
      Path file, CalibrationSet images, Path out, LongConsumer done) {
    ModelProto model = OnnxFile.read(file);
    ModelDescription description =
        ModelMetadata.of(file, model)
            .orElseThrow(
                () -> ExportException.in(file, "has no contract; adopt it with --onnx first"));
    Contract contract = description.contract().in(Precision.INT8);
    ModelProto quantized =
        QuantizeGraph.quantize(model, contract.input(), images.calibrating(), done);
    Agreement heldBack = HeldBack.agreement(model, quantized, contract, images.heldBack());
    ReferenceTags reference = ReferenceRun.of(quantized, contract, images.all());
    OnnxFile.write(
        ModelMetadata.with(
            quantized, new ModelDescription(contract, description.labels()).with(reference)),
        out,
        finished -> SelfCheck.run(finished, contract).entries());
    return new QuantizedModel(contract, heldBack, reference);
  }
}
