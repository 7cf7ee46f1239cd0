package dev.tagstream.sql;

import dev.tagstream.export.onnx.GraphBuilder;
import dev.tagstream.export.onnx.GraphBuilder.Value;
import dev.tagstream.export.onnx.ModelMetadata;
import dev.tagstream.export.onnx.OnnxFile;
import dev.tagstream.export.tensor.Shape;
import dev.tagstream.export.tensor.Tensor;
import dev.tagstream.schemas.model.Contract;
import dev.tagstream.schemas.model.EmbeddingSpec;
import dev.tagstream.schemas.model.InputSpec;
import dev.tagstream.schemas.model.Label;
import dev.tagstream.schemas.model.Labels;
import dev.tagstream.schemas.model.ModelDescription;
import dev.tagstream.schemas.model.OutputSpec;
import dev.tagstream.schemas.model.PixelLayout;
import dev.tagstream.schemas.model.PixelType;
import dev.tagstream.schemas.model.Preprocessing;
import dev.tagstream.schemas.model.Preprocessing.ChannelOrder;
import dev.tagstream.schemas.model.Resize;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;

/**
 * A model that tells the color of an image, and images for it. The mean of each channel is that
 * color's logit, so a purely red image scores e / (e + 2) for red; the means are the embedding.
 */
public final class ColorModel {

  /** The score of the color of an image of one pure color. */
  public static final float PURE_SCORE = 0.57611686f;

  private static final int SIDE = 8;
  private static final List<Label> LABELS =
      List.of(new Label("red", "n01"), new Label("green", "n02"), new Label("blue", null));

  private ColorModel() {}

  /** Writes the model to a file. */
  public static void write(Path file) {
    Contract contract = contract();
    GraphBuilder graph = new GraphBuilder("colors");
    Value image = graph.input(contract.input());
    Value pooled = graph.globalAveragePool("mean", image);
    graph.output("means", graph.flatten("features", pooled), 3);
    Value means = graph.flatten("flatten", pooled);
    Tensor identity = new Tensor(Shape.of(3, 3), new float[] {1, 0, 0, 0, 1, 0, 0, 0, 1});
    Tensor zero = new Tensor(Shape.of(3), new float[3]);
    graph.output("logits", graph.linear("logit", means, identity, zero), 3);
    OnnxFile.write(
        ModelMetadata.with(graph.build(), new ModelDescription(contract, new Labels(LABELS))),
        file);
  }

  private static Contract contract() {
    return new Contract(
        "colors",
        null,
        null,
        null,
        null,
        new InputSpec("input", PixelType.FLOAT32, PixelLayout.NCHW, SIDE, SIDE),
        new Preprocessing(
            new Resize(Resize.Rule.EXACT, SIDE, SIDE, Resize.Filter.BILINEAR, true),
            null,
            ChannelOrder.RGB,
            1 / 255.0,
            List.of(0.0, 0.0, 0.0),
            List.of(1.0, 1.0, 1.0)),
        new OutputSpec("logits", OutputSpec.Kind.LOGITS, 3, 1),
        new EmbeddingSpec("means", 3));
  }

  /** A PNG of one color. */
  public static byte[] png(Color color, int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < width * height; i++) {
      image.setRGB(i % width, i / width, color.getRGB());
    }
    ByteArrayOutputStream encoded = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", encoded);
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot fail to be written", e);
    }
    return encoded.toByteArray();
  }
}
