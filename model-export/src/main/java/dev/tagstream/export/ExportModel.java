package dev.tagstream.export;

import ai.onnx.proto.OnnxMl.ModelProto;
import dev.tagstream.export.ExportRequest.Output;
import dev.tagstream.export.keras.KerasModel;
import dev.tagstream.export.onnx.GraphBuilder;
import dev.tagstream.export.onnx.GraphBuilder.Value;
import dev.tagstream.export.onnx.ModelMetadata;
import dev.tagstream.export.onnx.NormalizedInput;
import dev.tagstream.export.onnx.OnnxFile;
import dev.tagstream.export.problem.ExportException;
import dev.tagstream.export.quantize.HalfPrecision;
import dev.tagstream.export.tensor.LayeredTensors;
import dev.tagstream.export.tensor.NamedTensors;
import dev.tagstream.export.verify.SelfCheck;
import dev.tagstream.export.weights.WeightFile;
import dev.tagstream.schemas.model.Contract;
import dev.tagstream.schemas.model.EmbeddingSpec;
import dev.tagstream.schemas.model.Labels;
import dev.tagstream.schemas.model.ModelDescription;
import dev.tagstream.schemas.model.Precision;
import java.util.Optional;

/** Turns trained weights into one self-describing ONNX file. */
public final class ExportModel {

  private static final String EMBEDDING = "embedding";

  private ExportModel() {}

  /**
   * Exports.
   *
   * @return the contract that was written
   * @throws dev.tagstream.export.problem.ExportException if it cannot be done; nothing is written
   *     then
   */
  public static Contract export(ExportRequest request) {
    try (NamedTensors tensors = WeightFile.open(request.weights())) {
      Network network = network(tensors, request);
      ExportPlan plan = ExportPlan.of(request, network);

      GraphBuilder graph = new GraphBuilder(plan.name());
      Value pictures = NormalizedInput.addTo(graph, plan.input(), plan.preprocessing());
      Network.Outputs outputs = network.addTo(graph, pictures, plan.input(), plan.output().kind());
      graph.output(plan.output().name(), outputs.scores(), network.classes());
      EmbeddingSpec embedding = null;
      if (request.outputs().contains(Output.EMBEDDING)) {
        embedding = embedding(request, graph, outputs);
      }

      Contract contract =
          new Contract(
              plan.name(),
              network.architecture(),
              outputs.parameters(),
              SourceFile.of(request.weights()),
              request.precision(),
              plan.input(),
              plan.preprocessing(),
              plan.output(),
              embedding);
      ModelProto model = inPrecision(contract, request.precision(), graph.build());
      model = ModelMetadata.with(model, new ModelDescription(contract, new Labels(plan.labels())));
      OnnxFile.write(model, request.out(), file -> SelfCheck.run(file, contract));
      return contract;
    }
  }

  /** What the file describes; of weights alone what their names tell. */
  private static Network network(NamedTensors tensors, ExportRequest request) {
    Optional<KerasModel> described =
        tensors instanceof LayeredTensors layered ? KerasModel.in(layered) : Optional.empty();
    return described
        .<Network>map(model -> DescribedNetwork.of(model, request))
        .orElseGet(() -> ResNet.in(tensors, request));
  }

  private static EmbeddingSpec embedding(
      ExportRequest request, GraphBuilder graph, Network.Outputs outputs) {
    Value features = outputs.embedding();
    if (features == null) {
      throw ExportException.in(
          request.weights(), "has no row of features before its scores; leave out embedding");
    }
    graph.output(EMBEDDING, features, outputs.embeddingSize());
    return new EmbeddingSpec(EMBEDDING, outputs.embeddingSize());
  }

  private static ModelProto inPrecision(Contract contract, Precision precision, ModelProto model) {
    return switch (precision) {
      case FLOAT32 -> model;
      case FLOAT16 -> HalfPrecision.of(model, contract);
      case INT8 -> throw new IllegalArgumentException("int8 needs pictures, see QuantizeModel");
    };
  }
}
