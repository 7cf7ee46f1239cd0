package dev.tagstream.export;

import ai.onnx.proto.OnnxMl.ModelProto;
import dev.tagstream.export.contract.Contract;
import dev.tagstream.export.contract.Contract.Source;
import dev.tagstream.export.contract.OutputSpec.Kind;
import dev.tagstream.export.onnx.GraphBuilder;
import dev.tagstream.export.onnx.GraphBuilder.Value;
import dev.tagstream.export.onnx.ModelMetadata;
import dev.tagstream.export.onnx.OnnxFile;
import dev.tagstream.export.resnet.ResNetGraph;
import dev.tagstream.export.resnet.ResNetVariant;
import dev.tagstream.export.resnet.ResNetWeights;
import dev.tagstream.export.tensor.NamedTensors;
import dev.tagstream.export.weights.WeightFile;

/** Turns trained ResNet weights into one self-describing ONNX file. */
public final class ExportModel {

  private static final int COLORS = 3;

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
      Value picture =
          graph.input(plan.input().name(), COLORS, plan.input().height(), plan.input().width());
      Value output = network.logits(picture);
      if (plan.output().kind() == Kind.PROBABILITIES) {
        output = graph.softmax("softmax", output);
      }
      graph.output(plan.output().name(), output, variant.classes());

      Contract contract =
          new Contract(
              plan.name(),
              variant.architecture(),
              network.parameters(),
              Source.of(request.weights()),
              plan.input(),
              plan.preprocessing(),
              plan.output());
      ModelProto model = ModelMetadata.with(graph.build(), contract, plan.labels());
      OnnxFile.write(model, request.out());
      return contract;
    }
  }
}
