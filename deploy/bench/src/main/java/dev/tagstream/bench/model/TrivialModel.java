package dev.tagstream.bench.model;

import dev.tagstream.export.contract.PreprocessingPreset;
import dev.tagstream.export.onnx.GraphBuilder;
import dev.tagstream.export.onnx.GraphBuilder.Value;
import dev.tagstream.export.onnx.GraphBuilder.Window;
import dev.tagstream.export.onnx.ModelMetadata;
import dev.tagstream.export.onnx.OnnxFile;
import dev.tagstream.export.tensor.Shape;
import dev.tagstream.export.tensor.Tensor;
import dev.tagstream.schemas.model.Contract;
import dev.tagstream.schemas.model.InputSpec;
import dev.tagstream.schemas.model.Labels;
import dev.tagstream.schemas.model.ModelDescription;
import dev.tagstream.schemas.model.OutputSpec;
import dev.tagstream.schemas.model.PixelLayout;
import dev.tagstream.schemas.model.PixelType;
import dev.tagstream.schemas.model.Preprocessing;
import dev.tagstream.schemas.model.Size;
import java.nio.file.Path;
import java.util.Random;

/**
 * A model with almost no arithmetic: the mean colors of every 16th pixel of every 16th row, and a
 * linear layer of ten classes. Its input is that of a torchvision ResNet: resized to 256 pixels,
 * cropped to 224, float32, normalized.
 */
public final class TrivialModel {

  private static final int SIDE = 224;
  private static final int COLORS = 3;
  private static final int CLASSES = 10;
  private static final int TAGS = 3;
  private static final Window EVERY_16TH = new Window(1, 16, 0);

  private TrivialModel() {}

  /**
   * Writes the model to a file.
   *
   * @param seed of the weights
   */
  public static void write(Path file, long seed) {
    Contract contract = contract();
    GraphBuilder graph = new GraphBuilder("trivial");
    Value some = graph.maxPool("sample", graph.input(contract.input()), EVERY_16TH);
    Value means = graph.flatten("flatten", graph.globalAveragePool("mean", some));
    graph.output("logits", graph.linear("logit", means, weights(seed), zeros()), CLASSES);
    OnnxFile.write(
        ModelMetadata.with(graph.build(), new ModelDescription(contract, Labels.NONE)), file);
  }

  private static Tensor weights(long seed) {
    Random random = new Random(seed);
    float[] values = new float[CLASSES * COLORS];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return new Tensor(Shape.of(CLASSES, COLORS), values);
  }

  private static Tensor zeros() {
    return new Tensor(Shape.of(CLASSES), new float[CLASSES]);
  }

  private static Contract contract() {
    Preprocessing preprocessing = PreprocessingPreset.TORCHVISION.forInput(new Size(SIDE, SIDE));
    return new Contract(
        "trivial",
        null,
        null,
        null,
        null,
        new InputSpec("input", PixelType.FLOAT32, PixelLayout.NCHW, SIDE, SIDE),
        preprocessing,
        new OutputSpec("logits", OutputSpec.Kind.LOGITS, CLASSES, TAGS),
        null);
  }
}
