package dev.tagstream.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.export.contract.PreprocessingPreset;
import dev.tagstream.export.onnx.GraphBuilder;
import dev.tagstream.export.onnx.GraphBuilder.Value;
import dev.tagstream.export.onnx.ModelMetadata;
import dev.tagstream.export.onnx.OnnxFile;
import dev.tagstream.pipeline.image.ImageDecoder;
import dev.tagstream.pipeline.image.ImageLimits;
import dev.tagstream.pipeline.image.PixelNormalizer;
import dev.tagstream.pipeline.model.ModelContract;
import dev.tagstream.pipeline.model.session.ModelFile;
import dev.tagstream.pipeline.record.UnreadableImageException;
import dev.tagstream.schemas.model.Contract;
import dev.tagstream.schemas.model.InputSpec;
import dev.tagstream.schemas.model.Labels;
import dev.tagstream.schemas.model.ModelDescription;
import dev.tagstream.schemas.model.OutputSpec;
import dev.tagstream.schemas.model.PixelLayout;
import dev.tagstream.schemas.model.PixelType;
import dev.tagstream.schemas.model.Size;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Keras' presets, from the model file that the exporter writes to the numbers that the job gives
 * the model, against what Keras computes; frozen by {@code make_keras_inputs.py}.
 */
final class KerasPreprocessingTest {

  private static final int HEIGHT = 16;
  private static final int WIDTH = 24;
  private static final ImageLimits LIMITS = new ImageLimits(1 << 20, 1 << 20, 1 << 10);

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"large, keras", "large, keras-v2", "small, keras", "small, keras-v2"})
  void givesTheModelTheNumbersThatKerasGives(String image, String preset)
      throws IOException, UnreadableImageException {
    ModelContract contract = contract(preset);
    PixelNormalizer normalizer =
        new PixelNormalizer(
            contract.preprocessing(), contract.input().type(), contract.input().layout());

    float[] row;
    try (ImageDecoder decoder = new ImageDecoder(contract.preprocessing(), LIMITS)) {
      byte[] encoded = resource(image + ".png");
      row = floats(normalizer.normalize(decoder.decode(encoded).pixels()), ByteOrder.nativeOrder());
    }

    float[] expected =
        floats(resource("%s.%s.f32".formatted(image, preset)), ByteOrder.LITTLE_ENDIAN);
    assertThat(expected).hasSize(3 * HEIGHT * WIDTH);
    assertThat(row).usingComparatorWithPrecision(1e-3f).containsExactly(expected);
  }

  /** What the job reads of a model that was exported with a preset. */
  private ModelContract contract(String preset) {
    InputSpec input = new InputSpec("input", PixelType.FLOAT32, PixelLayout.NCHW, HEIGHT, WIDTH);
    Contract contract =
        new Contract(
            "means",
            null,
            null,
            null,
            null,
            input,
            PreprocessingPreset.named(preset).orElseThrow().forInput(new Size(HEIGHT, WIDTH)),
            new OutputSpec("logits", OutputSpec.Kind.LOGITS, 3, 1),
            null);
    GraphBuilder graph = new GraphBuilder("means");
    Value means = graph.globalAveragePool("mean", graph.input(input));
    graph.output("logits", graph.flatten("flatten", means), 3);
    Path model = folder.resolve("means.onnx");
    OnnxFile.write(
        ModelMetadata.with(graph.build(), new ModelDescription(contract, Labels.NONE)), model);
    return ModelFile.read(model);
  }

  private static float[] floats(byte[] bytes, ByteOrder order) {
    FloatBuffer buffer = ByteBuffer.wrap(bytes).order(order).asFloatBuffer();
    float[] values = new float[buffer.remaining()];
    buffer.get(values);
    return values;
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in =
        requireNonNull(KerasPreprocessingTest.class.getResourceAsStream("/keras/" + name))) {
      return in.readAllBytes();
    }
  }
}
