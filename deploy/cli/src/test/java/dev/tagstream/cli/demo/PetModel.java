package dev.tagstream.cli.demo;

import dev.tagstream.pipeline.model.ModelContract;
import dev.tagstream.schemas.model.Contract;
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
    Contract contract =
        new Contract(
            "pets",
            null,
            null,
            null,
            null,
            new InputSpec("input", PixelType.FLOAT32, PixelLayout.NCHW, 64, 64),
            new Preprocessing(
                new Resize(Resize.Rule.EXACT, 64, 64, Resize.Filter.BILINEAR, true),
                null,
                ChannelOrder.RGB,
                1,
                List.of(0.0, 0.0, 0.0),
                List.of(1.0, 1.0, 1.0)),
            new OutputSpec("logits", OutputSpec.Kind.LOGITS, CLASSES, CLASSES),
            null);
    return new ModelContract(
        new ModelDescription(contract, new Labels(classes)),
        "ab".repeat(32),
        ModelContract.ANY_BATCH);
  }
}
