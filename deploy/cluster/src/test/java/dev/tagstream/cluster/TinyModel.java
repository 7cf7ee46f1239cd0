package dev.tagstream.cluster;

import dev.tagstream.export.onnx.GraphBuilder;
import dev.tagstream.export.onnx.GraphBuilder.Value;
import dev.tagstream.export.onnx.ModelMetadata;
import dev.tagstream.export.onnx.OnnxFile;
import dev.tagstream.schemas.model.Contract;
import dev.tagstream.schemas.model.InputSpec;
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

/**
 * A model that costs next to nothing, so that a run shows what everything else costs: the logits of
 * its three classes are the means of the channels.
 */
final class TinyModel {

  private static final int SIDE = 8;
  private static final int CLASSES = 3;

  private TinyModel() {}

  /** Writes it to a file, which it returns. */
  static Path write(Path file) {
    Contract contract = contract();
    GraphBuilder graph = new GraphBuilder("tiny");
    Value means = graph.globalAveragePool("mean", graph.input(contract.input()));
    graph.output("logits", graph.flatten("flatten", means), CLASSES);
    OnnxFile.write(
        ModelMetadata.with(graph.build(), new ModelDescription(contract, Labels.NONE)), file);
    return file;
  }

  private static Contract contract() {
    return new Contract(
        "tiny",
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
        new OutputSpec("logits", OutputSpec.Kind.LOGITS, CLASSES, 1),
        null);
  }
}
