package dev.tagstream.export;

import ai.onnx.proto.OnnxMl.ModelProto;
import dev.tagstream.export.ExportRequest.Output;
import dev.tagstream.export.folder.ModelFolder;
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
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Turns trained weights into one self-describing ONNX file. */
public final class ExportModel {

  private static final String EMBEDDING = "embedding";

  private ExportModel() {}

  /** Exports without reporting warnings, see {@link #export(ExportRequest, Consumer)}. */
  public static Contract export(ExportRequest request) {
    return export(request, warning -> {});
  }

  /**
   * Exports the weights.
   *
   * @param warnings receives one line for each group of ignored tensors
   * @return the contract that was written
   * @throws ExportException if the request cannot be met; then nothing is written
   */
  public static Contract export(ExportRequest request, Consumer<String> warnings) {
    ModelFolder folder = ModelFolder.of(request.weights());
    Path file = folder == null ? request.weights() : folder.weights();
    try (NamedTensors tensors = WeightFile.open(file)) {
      Network network = network(tensors, request, folder);
      ExportPlan plan = ExportPlan.of(request, network, folder);

      GraphBuilder graph = new GraphBuilder(plan.name());
      Value images = NormalizedInput.addTo(graph, plan.input(), plan.preprocessing());
      Network.Outputs outputs = network.addTo(graph, images, plan.input(), plan.output().kind());
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
              SourceFile.of(file),
              request.precision(),
              plan.input(),
              plan.preprocessing(),
              plan.output(),
              embedding);
      ModelProto model = inPrecision(contract, request.precision(), graph.build());
      model = ModelMetadata.with(model, new ModelDescription(contract, new Labels(plan.labels())));
      OnnxFile.write(model, request.out(), written -> SelfCheck.run(written, contract).entries());
      warnOfLeftOut(request, network, warnings);
      return contract;
    }
  }

  private static void warnOfLeftOut(
      ExportRequest request, Network network, Consumer<String> warnings) {
    if (!network.leftOut().isEmpty()) {
      warnings.accept(
          "%s: ignored %s, which belong to a loss, a metric or averaging, not to the network"
              .formatted(request.weights(), String.join(", ", network.leftOut())));
    }
  }

  /** The network that the file describes; for weights alone, the one that their names identify. */
  private static Network network(
      NamedTensors tensors, ExportRequest request, @Nullable ModelFolder folder) {
    Optional<KerasModel> described =
        tensors instanceof LayeredTensors layered ? KerasModel.in(layered) : Optional.empty();
    if (described.isEmpty()) {
      return ResNet.in(tensors, request, folder);
    }
    if (request.head() != null || request.weightsKey() != null) {
      throw ExportException.in(
          request.weights(), "describes its layers; leave out --head and --weights-key");
    }
    return DescribedNetwork.of(described.get(), request);
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
      case INT8 -> throw new IllegalArgumentException("int8 needs images, see QuantizeModel");
    };
  }
}
