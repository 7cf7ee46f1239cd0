package dev.tagstream.export;

import dev.tagstream.export.contract.LabelFile;
import dev.tagstream.export.contract.StatedContract;
import dev.tagstream.export.onnx.ForeignModel;
import dev.tagstream.export.quantize.HalfPrecision;
import dev.tagstream.export.verify.SelfCheck;
import dev.tagstream.schemas.model.Contract;
import dev.tagstream.schemas.model.InputSpec;
import dev.tagstream.schemas.model.Label;
import dev.tagstream.schemas.model.Labels;
import dev.tagstream.schemas.model.ModelDescription;
import dev.tagstream.schemas.model.OutputSpec;
import dev.tagstream.schemas.model.Precision;
import dev.tagstream.schemas.model.Preprocessing;
import java.util.List;

/** Gives a foreign ONNX file the metadata that makes it a Tagstream model. */
public final class AdoptModel {

  private AdoptModel() {}

  /**
   * Adopts.
   *
   * @return the contract that was written
   * @throws dev.tagstream.export.problem.ExportException if it cannot be done; nothing is written
   *     then
   */
  public static Contract adopt(AdoptRequest request) {
    StatedContract stated = StatedContract.parse(request.preprocessing());
    ForeignModel model = ForeignModel.read(request.onnx());
    InputSpec input = model.input(stated);
    Preprocessing preprocessing = stated.preprocessingFor(input);
    String labelsName = request.labels();
    List<Label> labels = labelsName == null ? List.of() : LabelFile.named(labelsName);
    OutputSpec output = model.output(stated, request.output(), labels.size());
    if (labelsName != null) {
      LabelFile.check(labelsName, labels, request.onnx(), output.classes());
    }
    Contract contract =
        new Contract(
            DefaultName.of(request.name(), stated, request.onnx()),
            null,
            null,
            SourceFile.of(request.onnx()),
            request.precision(),
            input,
            preprocessing,
            StatedThresholds.over(output, request.thresholds(), labels),
            null);
    if (request.precision() == Precision.FLOAT16) {
      model = model.with(graph -> HalfPrecision.of(graph, contract));
    }
    model.write(
        request.out(),
        new ModelDescription(contract, new Labels(labels)),
        file -> SelfCheck.run(file, contract));
    return contract;
  }
}
