package dev.tagstream.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tagstream.export.AdoptRequest.StatedGraph;
import dev.tagstream.export.ExportRequest.Output;
import dev.tagstream.export.problem.ExportException;
import dev.tagstream.schemas.model.Contract;
import dev.tagstream.schemas.model.EmbeddingSpec;
import dev.tagstream.schemas.model.InputSpec;
import dev.tagstream.schemas.model.OutputSpec;
import dev.tagstream.schemas.model.OutputSpec.Kind;
import dev.tagstream.schemas.model.PixelLayout;
import dev.tagstream.schemas.model.PixelType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A ViT, a ConvNeXt and CLIP's image encoder, as PyTorch's default exporter writes them, with
 * weights in a file beside them, and as its legacy one does; made by make_golden_transformers.py.
 */
final class TransformerGraphsTest {

  private static final int SIDE = 32;
  private static final InputSpec INPUT =
      new InputSpec("pixel_values", PixelType.FLOAT32, PixelLayout.NCHW, SIDE, SIDE);

  private final Path folder;
  private final Path out;

  TransformerGraphsTest(@TempDir Path folder) {
    this.folder = folder;
    this.out = folder.resolve("adopted.onnx");
  }

  @ParameterizedTest
  @ValueSource(strings = {"vit", "convnext"})
  void adoptedClassifiersGivePyTorchsLogits(String network) throws IOException {
    for (Path graph : bothGraphs(network)) {
      Contract contract = AdoptModel.adopt(AdoptRequest.of(graph, "torchvision", out));

      assertThat(contract.input()).isEqualTo(INPUT);
      assertThat(contract.output()).isEqualTo(new OutputSpec("logits", Kind.LOGITS, 5, 5));
      assertSameAs(network);
    }
  }

  @Test
  void adoptedImageEncoderGivesPyTorchsEmbedding() throws IOException {
    for (Path graph : bothGraphs("clip")) {
      Contract contract =
          AdoptModel.adopt(
              AdoptRequest.builder(graph, "torchvision", out)
                  .graph(new StatedGraph(null, null, null, null, null, Set.of(Output.EMBEDDING)))
                  .build());

      assertThat(contract.input()).isEqualTo(INPUT);
      assertThat(contract.output()).isEqualTo(OutputSpec.NONE);
      assertThat(contract.embedding()).isEqualTo(new EmbeddingSpec("image_embeds", 6));
      assertSameAs("clip");
    }
  }

  @Test
  void doesNotTakeAnImageEncoderForAClassifier() {
    for (Path graph : bothGraphs("clip")) {
      assertThatThrownBy(() -> AdoptModel.adopt(AdoptRequest.of(graph, "torchvision", out)))
          .isInstanceOf(ExportException.class)
          .hasMessage(
              graph
                  + ": the output image_embeds [?, 6] may have scores or an embedding; give"
                  + " --labels, or set --outputs tags or --outputs embedding");
    }
  }

  private Path[] bothGraphs(String network) {
    GoldenNet.unpacked(network + ".onnx.data", folder);
    return new Path[] {
      GoldenNet.unpacked(network + ".onnx", folder),
      GoldenNet.unpacked(network + "-legacy.onnx", folder)
    };
  }

  private void assertSameAs(String network) throws IOException {
    JsonNode all = new JsonMapper().readTree(GoldenNet.resource("transformers.json").toFile());
    float[][] expected = new JsonMapper().treeToValue(all.required(network), float[][].class);
    float[][] actual = OnnxRun.of(out, GoldenNet.images(SIDE), GoldenNet.IMAGES, SIDE);
    assertThat(OnnxRun.difference(actual, expected)).isLessThan(1e-5);
  }
}
