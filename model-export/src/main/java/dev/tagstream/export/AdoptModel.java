package dev.tagstream.export;

import dev.tagstream.export.AdoptRequest.StatedGraph;
import dev.tagstream.export.ExportRequest.Output;
import dev.tagstream.export.contract.LabelFile;
import dev.tagstream.export.contract.StatedContract;
import dev.tagstream.export.guard.GuardedCheck;
import dev.tagstream.export.onnx.ForeignEmbedding;
import dev.tagstream.export.onnx.ForeignModel;
import dev.tagstream.export.onnx.ForeignScores;
import dev.tagstream.export.onnx.ForeignScores.Certainty;
import dev.tagstream.export.problem.ExportException;
import dev.tagstream.export.quantize.HalfPrecision;
import dev.tagstream.export.verify.UnlikelyScores;
import dev.tagstream.schemas.model.Contract;
import dev.tagstream.schemas.model.InputSpec;
import dev.tagstream.schemas.model.Label;
import dev.tagstream.schemas.model.Labels;
import dev.tagstream.schemas.model.ModelDescription;
import dev.tagstream.schemas.model.OutputSpec;
import dev.tagstream.schemas.model.Precision;
import dev.tagstream.schemas.model.Preprocessing;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Adds the metadata of a Tagstream model to a foreign ONNX file. The graph is untrusted: it runs
 * only in a separate process, see {@link GuardedCheck}.
 */
public final class AdoptModel {

  private final AdoptRequest request;
  private final StatedContract stated;
  private final List<Label> labels;

  private AdoptModel(AdoptRequest request) {
    StatedGraph graph = request.graph();
    String labelsName = request.labels();
    this.request = request;
    this.stated =
        StatedContract.parse(request.preprocessing())
            .with(graph.layout(), graph.side(), graph.scores());
    this.labels = labelsName == null ? List.of() : LabelFile.named(labelsName);
  }

  /**
   * Adopts the file.
   *
   * @return the contract that was written
   * @throws dev.tagstream.export.problem.ExportException if the request cannot be met; then nothing
   *     is written
   */
  public static Contract adopt(AdoptRequest request) {
    return new AdoptModel(request).adopt();
  }

  private Contract adopt() {
    ForeignModel model = ForeignModel.read(request.onnx()).takingFloat();
    InputSpec input = model.input(stated);
    Preprocessing preprocessing = stated.preprocessingFor(input);
    ForeignScores scores = scores(model);
    ForeignEmbedding embedding = embedding(scores);
    OutputSpec output = StatedThresholds.over(scores.output(), request.thresholds(), labels);
    Contract contract =
        new Contract(
            DefaultName.of(request.name(), stated, request.onnx()),
            null,
            null,
            SourceFile.of(request.onnx()),
            request.precision(),
            input,
            preprocessing,
            output,
            embedding == null ? null : embedding.embedding());
    write(embedding == null ? scores.model() : embedding.model(), contract, scores.certainty());
    return contract;
  }

  private static UnlikelyScores unlikely(Certainty certainty) {
    return switch (certainty) {
      case TOLD -> UnlikelyScores.NONE;
      case UNLESS_PROBABILITIES -> UnlikelyScores.PROBABILITIES;
      case UNLESS_SIGMOID_TWICE -> UnlikelyScores.SIGMOID_TWICE;
    };
  }

  private ForeignScores scores(ForeignModel model) {
    Set<Output> outputs = request.graph().outputs();
    if (outputs != null && !outputs.contains(Output.TAGS)) {
      if (!labels.isEmpty()) {
        throw new ExportException(
            "labels name a model's tags, but only an embedding was requested");
      }
      return new ForeignScores(model, OutputSpec.NONE, Certainty.TOLD);
    }
    String name = request.graph().output();
    ForeignScores scores = model.scores(stated, name, labels.size());
    if (outputs == null) {
      model.requireScores(stated, name, labels.size());
    }
    if (!labels.isEmpty()) {
      LabelFile.check(
          String.valueOf(request.labels()), labels, request.onnx(), scores.output().classes());
    }
    return scores;
  }

  private @Nullable ForeignEmbedding embedding(ForeignScores scores) {
    Set<Output> outputs = request.graph().outputs();
    return outputs == null || !outputs.contains(Output.EMBEDDING)
        ? null
        : scores.model().embedding(request.graph().embedding(), scores.output().name());
  }

  private void write(ForeignModel model, Contract contract, Certainty certainty) {
    ModelDescription description = new ModelDescription(contract, new Labels(labels));
    GuardedCheck check = new GuardedCheck(request.limits(), unlikely(certainty));
    if (request.precision() != Precision.FLOAT16) {
      model.write(request.out(), description, file -> check.run(file).entries());
      return;
    }
    // float16 is tried in this process, on a graph that has shown that it ends
    model.check(request.out(), description, check::run);
    model
        .with(graph -> HalfPrecision.of(graph, contract))
        .write(request.out(), description, file -> check.run(file).entries());
  }
}
