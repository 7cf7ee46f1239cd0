package dev.tagstream.export.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagstream.export.contract.PreprocessingPreset;
import dev.tagstream.export.onnx.GraphBuilder;
import dev.tagstream.export.onnx.GraphBuilder.Value;
import dev.tagstream.export.onnx.OnnxFile;
import dev.tagstream.export.problem.ExportException;
import dev.tagstream.export.tensor.Shape;
import dev.tagstream.export.tensor.Tensor;
import dev.tagstream.schemas.model.Contract;
import dev.tagstream.schemas.model.EmbeddingSpec;
import dev.tagstream.schemas.model.GoldenImage;
import dev.tagstream.schemas.model.GoldenImages;
import dev.tagstream.schemas.model.InputSpec;
import dev.tagstream.schemas.model.OutputSpec;
import dev.tagstream.schemas.model.OutputSpec.Kind;
import dev.tagstream.schemas.model.PixelLayout;
import dev.tagstream.schemas.model.PixelType;
import dev.tagstream.schemas.model.Precision;
import dev.tagstream.schemas.model.Size;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A graph of two classes: the mean of all pixels times a weight, and its negative. */
final class SelfCheckTest {

  private static final int SIDE = 8;
  private static final InputSpec INPUT =
      new InputSpec("input", PixelType.FLOAT32, PixelLayout.NCHW, SIDE, SIDE);

  @TempDir private Path folder;

  @Test
  void takesAModelThatDoesAsItsContractSays() {
    assertThatCode(() -> SelfCheck.run(graph(1), contract("scores", Kind.LOGITS, 2, null)))
        .doesNotThrowAnyException();
  }

  @Test
  void refusesAModelThatGivesNoNumbers() {
    assertThatThrownBy(
            () -> SelfCheck.run(graph(Float.NaN), contract("scores", Kind.LOGITS, 2, null)))
        .isInstanceOf(ExportException.class)
        .hasMessage(
            "the output scores has NaN for a blank image; the weights overflow, or are broken");
  }

  @Test
  void refusesAModelThatOverflows() {
    assertThatThrownBy(
            () -> SelfCheck.run(graph(Float.MAX_VALUE), contract("scores", Kind.LOGITS, 2, null)))
        .isInstanceOf(ExportException.class)
        .hasMessageContaining("Infinity");
  }

  @Test
  void refusesAnotherNumberOfClasses() {
    assertThatThrownBy(() -> SelfCheck.run(graph(1), contract("scores", Kind.LOGITS, 3, null)))
        .isInstanceOf(ExportException.class)
        .hasMessageStartingWith(
            "the output scores must have 3 float32 numbers for each image but is ");
  }

  @Test
  void refusesLogitsThatAreCalledProbabilities() {
    assertThatThrownBy(
            () -> SelfCheck.run(graph(1), contract("scores", Kind.PROBABILITIES, 2, null)))
        .isInstanceOf(ExportException.class)
        .hasMessageEndingWith("which is not a probability; set --scores logits");
  }

  @Test
  void refusesAnEmbeddingThatIsNotThere() {
    EmbeddingSpec embedding = new EmbeddingSpec("embedding", 3);
    assertThatThrownBy(() -> SelfCheck.run(graph(1), contract("scores", Kind.LOGITS, 2, embedding)))
        .isInstanceOf(ExportException.class)
        .hasMessage("the model has no output embedding");
  }

  @Test
  void returnsGoldenImagesWithTheAnswers() {
    GoldenImages golden = SelfCheck.run(graph(1), contract("scores", Kind.LOGITS, 2, null));

    assertThat(golden.all()).hasSize(3).doesNotHaveDuplicates();
    assertThat(golden.all())
        .extracting(GoldenImage::answer)
        .allSatisfy(answer -> assertThat(answer[0]).isNotZero().isEqualTo(-answer[1]));
  }

  @Test
  void refusesAFileThatIsNoModel() throws IOException {
    Path file = Files.writeString(folder.resolve("model.onnx"), "no model");
    assertThatThrownBy(() -> SelfCheck.run(file, contract("scores", Kind.LOGITS, 2, null)))
        .isInstanceOf(ExportException.class)
        .hasMessageStartingWith("the model was not written: it does not run in ONNX Runtime: ");
  }

  @Test
  void nothingIsLeftBehindWhereTheCheckFails() throws IOException {
    Path out = Files.writeString(folder.resolve("out.onnx"), "the file that was there before");
    assertThatThrownBy(
            () ->
                OnnxFile.write(
                    OnnxFile.read(graph(1)),
                    out,
                    file ->
                        SelfCheck.run(file, contract("scores", Kind.LOGITS, 3, null)).entries()))
        .isInstanceOf(ExportException.class);
    assertThat(out).hasContent("the file that was there before");
    assertThat(folder).isDirectoryNotContaining("glob:**.tmp");
  }

  @Test
  void nothingIsLeftBehindByAnInterruption() {
    Path out = folder.resolve("out.onnx");
    try {
      assertThatThrownBy(
              () ->
                  OnnxFile.write(
                      OnnxFile.read(graph(1)),
                      out,
                      file -> {
                        Thread.currentThread().interrupt();
                        return Map.of();
                      }))
          .isInstanceOf(ExportException.class)
          .hasMessage("%s: is not written: interrupted", out);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(out).doesNotExist();
    assertThat(folder).isDirectoryNotContaining("glob:**.tmp");
  }

  @Test
  void nothingIsLeftBehindByAnError() {
    Path out = folder.resolve("out.onnx");
    assertThatThrownBy(
            () ->
                OnnxFile.write(
                    OnnxFile.read(graph(1)),
                    out,
                    file -> {
                      throw new OutOfMemoryError("made by this test");
                    }))
        .isInstanceOf(OutOfMemoryError.class);
    assertThat(out).doesNotExist();
    assertThat(folder).isDirectoryNotContaining("glob:**.tmp");
  }

  private Path graph(float weight) {
    GraphBuilder graph = new GraphBuilder("test");
    Value means = graph.flatten("flatten", graph.globalAveragePool("mean", graph.input(INPUT)));
    Tensor weights =
        new Tensor(Shape.of(2, 3), new float[] {weight, weight, weight, -weight, -weight, -weight});
    graph.output("scores", graph.linear("score", means, weights, zeros()), 2);
    Path file = folder.resolve("graph.onnx");
    OnnxFile.write(graph.build(), file);
    return file;
  }

  private static Tensor zeros() {
    return new Tensor(Shape.of(2), new float[2]);
  }

  private static Contract contract(
      String output, Kind kind, int classes, @Nullable EmbeddingSpec embedding) {
    return new Contract(
        "test",
        null,
        null,
        null,
        Precision.FLOAT32,
        INPUT,
        PreprocessingPreset.KERAS.forInput(new Size(SIDE, SIDE)),
        new OutputSpec(output, kind, classes, 1),
        embedding);
  }
}
