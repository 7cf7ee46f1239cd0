package dev.tagstream.cli.demo;

import dev.tagstream.pipeline.image.ElementType;
import dev.tagstream.pipeline.image.PixelLayout;
import dev.tagstream.pipeline.image.Preprocessing;
import dev.tagstream.pipeline.image.Preprocessing.ChannelOrder;
import dev.tagstream.pipeline.image.Resize;
import dev.tagstream.pipeline.model.InputSpec;
import dev.tagstream.pipeline.model.Labels;
import dev.tagstream.pipeline.model.Labels.Label;
import dev.tagstream.pipeline.model.ModelContract;
import dev.tagstream.pipeline.model.OutputSpec;
import java.util.List;
import java.util.stream.IntStream;

/** What a model of pets says of itself. */
final class PetModel {

  private static final int CLASSES = 2;

  private PetModel() {}

  /** The contract of a model of two classes with these labels, or none, and WordNet ids. */
  static ModelContract contract(String... labels) {
    List<Label> classes =
        IntStream.range(0, labels.length)
            .mapToObj(i -> new Label(labels[i], "n%08d".formatted(i)))
            .toList();
    return new ModelContract(
        "pets",
        "ab".repeat(32),
        new InputSpec("input", ElementType.FLOAT32, PixelLayout.NCHW, 64, 64, 0),
        new Preprocessing(
            new Resize(Resize.Rule.EXACT, 64, 64, Resize.Filter.BILINEAR, true),
            null,
            ChannelOrder.RGB,
            1,
            List.of(0.0, 0.0, 0.0),
            List.of(1.0, 1.0, 1.0)),
        new OutputSpec("logits", OutputSpec.Kind.LOGITS, CLASSES, CLASSES),
        null,
        new Labels(classes));
  }
}
