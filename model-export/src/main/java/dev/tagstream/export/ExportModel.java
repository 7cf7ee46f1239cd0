package dev.tagstream.export;

import ai.onnx.proto.OnnxMl.ModelProto;
import dev.tagstream.export.ExportRequest.Output;
import dev.tagstream.export.folder.ModelFolder;
import dev.tagstream.export.onnx.GraphBuilder;
import dev.tagstream.export.onnx.GraphBuilder.Value;
import dev.tagstream.export.onnx.ModelMetadata;
import dev.tagstream.export.onnx.NormalizedInput;
import dev.tagstream.export.onnx.OnnxFile;
import dev.tagstream.export.problem.ExportException;
import dev.tagstream.export.quantize.HalfPrecision;
import dev.tagstream.export.resnet.ResNetGraph;
import dev.tagstream.export.resnet.ResNetVariant;
import dev.tagstream.export.resnet.ResNetWeights;
import dev.tagstream.export.tensor.NamedTensors;
import dev.tagstream.export.tensor.SelectedTensors;
import dev.tagstream.export.verify.SelfCheck;
import dev.tagstream.export.weights.WeightFile;
import dev.tagstream.schemas.model.Contract;
import dev.tagstream.schemas.model.EmbeddingSpec;
import dev.tagstream.schemas.model.Labels;
import dev.tagstream.schemas.model.ModelDescription;
import dev.tagstream.schemas.model.OutputSpec.Kind;
import dev.tagstream.schemas.model.Precision;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Turns trained ResNet weights into one self-describing ONNX file. */
public final class ExportModel {

  private static final String EMBEDDING = "embedding";

  private ExportModel() {}

  /** As {@link #export(ExportRequest, Consumer)}, without warnings. */
  public static Contract export(ExportRequest request) {
    return export(request, warning -> {});
  }

  /**
   * Exports.
   *
   * @param warnings is told in one line each what was passed over
   * @return the contract that was written
   * @throws ExportException if it cannot be done; nothing is written
   *     then
   */
  public static Contract export(ExportRequest request, Consumer<String> warnings) {
    ModelFolder folder = ModelFolder.of(request.weights());
    Path file = folder == null ? request.weights() : folder.weights();
    try (NamedTensors tensors = WeightFile.open(file)) {
      ResNetWeights weights =
          ResNetWeights.in(SelectedTensors.of(tensors, request.weightsKey()), request.head());
      weights.refuseMoreThan(OnnxFile.MAX_WEIGHT_BYTES);
      if (request.scores() == null) {
        refuseSigmoid(weights, folder);
      }
      ResNetVariant variant = ResNetVariant.of(weights, request.stem());
      if (folder != null) {
        folder.refuseOther(variant.architecture(), variant.depth().layers(), variant.classes());
      }
      ExportPlan plan = ExportPlan.of(request, variant, folder);

      GraphBuilder graph = new GraphBuilder(plan.name());
      ResNetGraph network = new ResNetGraph(graph, weights, variant);
      Value pictures = NormalizedInput.addTo(graph, plan.input(), plan.preprocessing());
      ResNetGraph.Outputs outputs = network.of(pictures);
      Value scores = outputs.logits();
      if (plan.output().kind() == Kind.PROBABILITIES) {
        scores = graph.softmax("softmax", scores);
      }
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
              SourceFile.of(file),
              request.precision(),
              plan.input(),
              plan.preprocessing(),
              plan.output(),
              embedding);
      ModelProto model = inPrecision(contract, request.precision(), graph.build());
      model = ModelMetadata.with(model, new ModelDescription(contract, new Labels(plan.labels())));
      OnnxFile.write(model, request.out(), written -> SelfCheck.run(written, contract));
      warnOfLeftOut(request, weights, warnings);
      return contract;
    }
  }

  /** The default, a softmax, would give other scores. */
  private static void refuseSigmoid(ResNetWeights weights, @Nullable ModelFolder folder) {
    weights.refuseSigmoidLoss();
    if (folder != null && folder.isMultiLabel()) {
      throw ExportException.in(
          folder.configuration(),
          "problem_type is multi_label_classification; say with --scores what scores are");
    }
  }

  private static void warnOfLeftOut(
      ExportRequest request, ResNetWeights weights, Consumer<String> warnings) {
    if (!weights.leftOut().isEmpty()) {
      warnings.accept(
          "%s: left out %s, of a loss, a metric or averaging and not of the network"
              .formatted(request.weights(), String.join(", ", weights.leftOut())));
    }
  }

  private static ModelProto inPrecision(Contract contract, Precision precision, ModelProto model) {
    return switch (precision) {
      case FLOAT32 -> model;
      case FLOAT16 -> HalfPrecision.of(model, contract);
      case INT8 -> throw new IllegalArgumentException("int8 needs pictures, see QuantizeModel");
    };
  }
}
