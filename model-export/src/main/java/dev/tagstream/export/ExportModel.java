package dev.tagstream.export;

import ai.onnx.proto.OnnxMl.ModelProto;
import dev.tagstream.export.ExportRequest.Output;
import dev.tagstream.export.onnx.GraphBuilder;
import dev.tagstream.export.onnx.GraphBuilder.Value;
import dev.tagstream.export.onnx.ModelMetadata;
import dev.tagstream.export.onnx.NormalizedInput;
import dev.tagstream.export.onnx.OnnxFile;
import dev.tagstream.export.quantize.HalfPrecision;
import dev.tagstream.export.resnet.ResNetGraph;
import dev.tagstream.export.resnet.ResNetVariant;
import dev.tagstream.export.resnet.ResNetWeights;
import dev.tagstream.export.tensor.NamedTensors;
import dev.tagstream.export.verify.SelfCheck;
import dev.tagstream.export.weights.WeightFile;
import dev.tagstream.schemas.model.Contract;
import dev.tagstream.schemas.model.EmbeddingSpec;
import dev.tagstream.schemas.model.Labels;
import dev.tagstream.schemas.model.ModelDescription;
import dev.tagstream.schemas.model.OutputSpec.Kind;
import dev.tagstream.schemas.model.Precision;

/** Turns trained ResNet weights into one self-describing ONNX file. */
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
      ResNetWeights weights = ResNetWeights.in(tensors);
      weights.refuseMoreThan(OnnxFile.MAX_WEIGHT_BYTES);
      ResNetVariant variant = ResNetVariant.of(weights, request.stem());
      ExportPlan plan = ExportPlan.of(request, variant);

      GraphBuilder graph = new GraphBuilder(plan.name());
      ResNetGraph network = new ResNetGraph(graph, weights, variant);
      Value pictures = NormalizedInput.addTo(graph, plan.input(), plan.preprocessing());
      ResNetGraph.Outputs outputs = network.of(pictures);
      Value scores = scores(graph, outputs.logits(), plan.output().kind());
      graph.output(plan.output().name(), scores, variant.classes());
      EmbeddingSpec embedding = null;
      if (request.outputs().contains(Output.EMBEDDING)) {
        embedding = new EmbeddingSpec(EMBEDDING, outputs.embeddingSize());
        graph.output(embedding.name(), outputs.embedding(), embedding.size());
      }

      Contract contract =
          new Contract(
              plan.name(),
              variant.architecture(),
              network.parameters(),
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

  private static Value scores(GraphBuilder graph, Value logits, Kind kind) {
    return switch (kind) {
      case LOGITS -> logits;
      case PROBABILITIES -> graph.softmax("softmax", logits);
      case SIGMOID -> graph.sigmoid("sigmoid", logits);
    };
  }

  private static ModelProto inPrecision(Contract contract, Precision precision, ModelProto model) {
    return switch (precision) {
      case FLOAT32 -> model;
      case FLOAT16 -> HalfPrecision.of(model, contract);
      case INT8 -> throw new IllegalArgumentException("int8 needs pictures, see QuantizeModel");
    };
  }
}
