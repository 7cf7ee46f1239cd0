package dev.tagstream.export;

import static dev.tagstream.export.ForeignGraph.ANY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.tagstream.export.AdoptRequest.StatedGraph;
import dev.tagstream.export.ExportRequest.Output;
import dev.tagstream.export.problem.ExportException;
import dev.tagstream.schemas.model.Contract;
import dev.tagstream.schemas.model.EmbeddingSpec;
import dev.tagstream.schemas.model.OutputSpec;
import dev.tagstream.schemas.model.OutputSpec.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the numbers of a graph's output are: told by the graph or the user, or refused. */
final class ForeignOutputTest {

  private final Path file;
  private final Path out;

  ForeignOutputTest(@TempDir Path folder) {
    this.file = folder.resolve("foreign.onnx");
    this.out = folder.resolve("adopted.onnx");
  }

  @Test
  void appliesTheSigmoidThatTheUserAsksForToLogits() throws IOException {
    nchw().scores().output("scores", ANY, 5).write(file);

    assertThat(adopt(Kind.SIGMOID).output())
        .isEqualTo(new OutputSpec("scores_sigmoid", Kind.SIGMOID, 5, 5));
    assertThat(OnnxRun.of(out, new float[3 * 32 * 32], 1, 32)[0])
        .containsExactly(0.5f, 0.5f, 0.5f, 0.5f, 0.5f);
  }

  @Test
  void appliesTheSoftmaxThatTheUserAsksForToLogits() throws IOException {
    nchw().scores().output("scores", ANY, 5).write(file);

    assertThat(adopt(Kind.PROBABILITIES).output())
        .isEqualTo(new OutputSpec("scores_softmax", Kind.PROBABILITIES, 5, 5));
    assertThat(OnnxRun.of(out, new float[3 * 32 * 32], 1, 32)[0])
        .containsExactly(0.2f, 0.2f, 0.2f, 0.2f, 0.2f);
  }

  @Test
  void takesASigmoidForClassesOfWhichAnImageHasOneIfTheUserSaysSo() throws IOException {
    nchw().scores().node("Sigmoid", "sigmoid").output("sigmoid", ANY, 5).write(file);

    assertThat(adopt(Kind.PROBABILITIES).output())
        .isEqualTo(new OutputSpec("sigmoid", Kind.PROBABILITIES, 5, 5));
  }

  @Test
  void refusesLogitsOfAGraphThatEndsInASoftmax() throws IOException {
    nchw().scores().node("Softmax", "softmax").output("softmax", ANY, 5).write(file);

    refuses(
        Kind.LOGITS,
        file
            + ": the output softmax ends in a Softmax, so its scores are probabilities, not logits"
            + " as stated");
  }

  @Test
  void refusesNumbersFrom0To1WhoseMeaningNoNodeTells() throws IOException {
    nchw().scores().node("Sigmoid", "sigmoid").node("Abs", "abs").output("abs", ANY, 5).write(file);

    assertThatThrownBy(
            () -> adopt(new StatedGraph(null, null, null, null, null, Set.of(Output.TAGS))))
        .isInstanceOf(ExportException.class)
        .hasMessage(
            "the model was not written: the scores of its output abs are assumed to be logits but"
                + " are all between 0 and 1; set --scores probabilities, sigmoid or logits");
    refuses(
        Kind.SIGMOID,
        "the model was not written: the scores of its output abs_sigmoid look as if a sigmoid had"
            + " been applied twice; set --scores probabilities to take them as they are");
    assertThat(adopt(Kind.PROBABILITIES).output().name()).isEqualTo("abs");
  }

  @Test
  void refusesOneScoreWhoseSoftmaxIsAlways1() throws IOException {
    nchw()
        .weight("one", ForeignGraph.FILTERS, 1)
        .weight("shift", 1)
        .node("MatMul", "product", "one")
        .node("Add", "logit", "shift")
        .output("logit", ANY, 1)
        .write(file);

    refuses(
        null,
        file
            + ": the output logit has one score, whose softmax is 1 for every image; set --scores"
            + " sigmoid if it is the probability of the only label");
    assertThat(adopt(Kind.SIGMOID).output())
        .isEqualTo(new OutputSpec("logit_sigmoid", Kind.SIGMOID, 1, 1));
  }

  @Test
  void refusesAnEmbeddingAsClassesUnlessTheUserSaysWhatItIs() throws IOException {
    nchw()
        .weight("projection", ForeignGraph.FILTERS, 6)
        .node("MatMul", "output", "projection")
        .output("output", ANY, 6)
        .write(file);

    refuses(
        null,
        file
            + ": the output output [?, 6] may have scores or an embedding; give --labels, or set"
            + " --outputs tags or --outputs embedding");
    Contract contract =
        adopt(new StatedGraph(null, null, null, null, null, Set.of(Output.EMBEDDING)));
    assertThat(contract.output()).isEqualTo(OutputSpec.NONE);
    assertThat(contract.embedding()).isEqualTo(new EmbeddingSpec("output", 6));
    assertThat(InspectModel.inspect(out).contract()).isEqualTo(contract);
  }

  @Test
  void givesTagsAndTheTensorBeforeTheLastLayer() throws IOException {
    nchw().scores().output("scores", ANY, 5).write(file);

    Contract contract =
        adopt(
            new StatedGraph(
                null, null, null, null, "features", Set.of(Output.TAGS, Output.EMBEDDING)));

    assertThat(contract.output().name()).isEqualTo("scores");
    assertThat(contract.embedding()).isEqualTo(new EmbeddingSpec("features", 4));
  }

  @Test
  void refusesTheLargestScoresOfATopK() throws IOException {
    nchw()
        .scores()
        .integers("k", 3)
        .node("TopK", "values", "k")
        .alsoGives("indices")
        .output("values", ANY, 3)
        .write(file);

    refuses(
        null,
        file
            + ": the output values has the largest scores in descending order (TopK), not one for"
            + " each class; take the tensor before it: --output-name scores");
    assertThat(adopt(StatedGraph.withOutput("scores")).output())
        .isEqualTo(new OutputSpec("scores", Kind.LOGITS, 5, 5));
  }

  @Test
  void refusesASequenceOfMapsAndNamesTheTensorBeforeIt() throws IOException {
    nchw()
        .scores()
        .node("Softmax", "softmax")
        .node("ZipMap", "maps")
        .in("ai.onnx.ml")
        .outputOfMaps("maps")
        .write(file);

    refuses(
        null,
        file
            + ": the output maps is a sequence of maps (ZipMap), not a tensor of scores; take the"
            + " tensor before it: --output-name softmax");
  }

  @Test
  void takesRowsInOtherShapes() throws IOException {
    nchw()
        .scores()
        .integers("nhwc", -1, 1, 1, 5)
        .node("Reshape", "last", "nhwc")
        .output("last", ANY, 1, 1, 5)
        .write(file);
    assertThat(adopt(Kind.LOGITS).output())
        .isEqualTo(new OutputSpec("last_rows", Kind.LOGITS, 5, 5));

    new ForeignGraph()
        .input("pixels", DataType.FLOAT, 1, 3, 32, 32)
        .features()
        .scores()
        .integers("flat", 5)
        .node("Reshape", "row", "flat")
        .output("row", 5)
        .write(file);
    assertThat(adopt(Kind.LOGITS).output())
        .isEqualTo(new OutputSpec("row_rows", Kind.LOGITS, 5, 5));
  }

  private static ForeignGraph nchw() {
    return new ForeignGraph().input("pixels", DataType.FLOAT, ANY, 3, 32, 32).features();
  }

  private Contract adopt(@Nullable Kind scores) {
    return adopt(new StatedGraph(null, null, scores, null, null, null));
  }

  private Contract adopt(StatedGraph graph) {
    return AdoptModel.adopt(AdoptRequest.builder(file, "torchvision", out).graph(graph).build());
  }

  private void refuses(@Nullable Kind scores, String message) {
    assertThatThrownBy(() -> adopt(scores)).isInstanceOf(ExportException.class).hasMessage(message);
    assertThat(out).doesNotExist();
  }
}
