package dev.tagstream.cli;

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
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A model that tells the color of an image: the mean of each channel is that color's logit. */
public final class ColorModel {

  private static final int SIDE = 8;
  private static final List<String> COLORS = List.of("red", "green", "blue");

  private ColorModel() {}

  /** Writes it as a file. */
  public static void write(Path file) {
    write(file, contract(ChannelOrder.RGB, null));
  }

  /** Writes one whose embedding is the mean of each channel, 0 to 1. */
  public static void writeWithEmbedding(Path file) {
    write(file, contract(ChannelOrder.RGB, new EmbeddingSpec("means", 3)));
  }

  /** Writes one that says it wants blue first, so that it takes blue for red. */
  public static void writeTakingBgr(Path file) {
    write(file, contract(ChannelOrder.BGR, null));
  }

  private static void write(Path file, Contract contract) {
    GraphBuilder graph = new GraphBuilder("colors");
    Value image = graph.input(contract.input());
    Value pooled = graph.globalAveragePool("mean", image);
    EmbeddingSpec embedding = contract.embedding();
    if (embedding != null) {
      graph.output(embedding.name(), graph.flatten("embedding", pooled), 3);
    }
    Value means = graph.flatten("flatten", pooled);
    Tensor identity = new Tensor(Shape.of(3, 3), new float[] {1, 0, 0, 0, 1, 0, 0, 0, 1});
    Tensor zero = new Tensor(Shape.of(3), new float[3]);
    graph.output("logits", graph.linear("logit", means, identity, zero), 3);
    List<Label> labels = COLORS.stream().map(color -> new Label(color, null)).toList();
    OnnxFile.write(
        ModelMetadata.with(graph.build(), new ModelDescription(contract, new Labels(labels))),
        file);
  }

  private static Contract contract(ChannelOrder order, @Nullable EmbeddingSpec embedding) {
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
            order,
            1 / 255.0,
            List.of(0.0, 0.0, 0.0),
            List.of(1.0, 1.0, 1.0)),
        new OutputSpec("logits", OutputSpec.Kind.LOGITS, 3, 1),
        embedding);
  }
}
