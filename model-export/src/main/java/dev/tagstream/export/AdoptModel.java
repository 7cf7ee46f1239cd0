package dev.tagstream.export;

import dev.tagstream.export.contract.Contract;
import dev.tagstream.export.contract.Contract.Source;
import dev.tagstream.export.contract.InputSpec;
import dev.tagstream.export.contract.Label;
import dev.tagstream.export.contract.LabelFile;
import dev.tagstream.export.contract.OutputSpec;
import dev.tagstream.export.contract.Precision;
import dev.tagstream.export.contract.Preprocessing;
import dev.tagstream.export.contract.StatedContract;
import dev.tagstream.export.onnx.ForeignModel;
import dev.tagstream.export.quantize.HalfPrecision;
import dev.tagstream.export.verify.SelfCheck;
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
            Source.of(request.onnx()),
            request.precision(),
            input,
            preprocessing,
            output,
            null);
    if (request.precision() == Precision.FLOAT16) {
      model = model.with(graph -> HalfPrecision.of(graph, contract));
    }
    model.write(request.out(), contract, labels, file -> SelfCheck.run(file, contract));
    return contract;
  }
}
