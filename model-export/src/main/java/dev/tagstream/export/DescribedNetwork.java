package dev.tagstream.export;

import static java.util.Objects.requireNonNullElse;

import dev.tagstream.export.contract.PreprocessingPreset;
import dev.tagstream.export.contract.StatedContract;
import dev.tagstream.export.keras.KerasModel;
import dev.tagstream.export.keras.KerasModel.Facts;
import dev.tagstream.export.keras.KerasModel.Pixels;
import dev.tagstream.export.keras.Training;
import dev.tagstream.export.onnx.GraphBuilder;
import dev.tagstream.export.onnx.GraphBuilder.Value;
import dev.tagstream.export.problem.ExportException;
import dev.tagstream.schemas.model.InputSpec;
import dev.tagstream.schemas.model.OutputSpec.Kind;
import dev.tagstream.schemas.model.Size;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A Keras model, whose file describes its layers. */
record DescribedNetwork(Path file, KerasModel model, Facts facts) implements Network {

  /** The image size for analyzing a model that takes any size. */
  private static final int USUAL_SIDE = 224;

  static DescribedNetwork of(KerasModel model, ExportRequest request) {
    if (request.stem() != null) {
      throw ExportException.in(request.weights(), "describes its layers; leave out --stem");
    }
    if (request.poolPadding() != null) {
      throw ExportException.in(request.weights(), "describes its layers; leave out --pool-padding");
    }
    Integer side = request.imageSize();
    boolean stated = side != null && side > 0 && side <= InputSpec.MAX_SIDE;
    return new DescribedNetwork(request.weights(), model, model.facts(stated ? side : USUAL_SIDE));
  }

  @Override
  public @Nullable String architecture() {
    return model.name().orElse(null);
  }

  @Override
  public Optional<StatedContract> preprocessing() {
    if (facts.pixels() == Pixels.TAKES_LEVELS) {
      return Optional.of(StatedContract.of(PreprocessingPreset.KERAS).with(KerasImages::levels));
    }
    Training training = facts.training();
    if (training == null || facts.pixels() == Pixels.UNCLEAR) {
      return Optional.empty();
    }
    return Optional.of(
        switch (training) {
          case CAFFE -> StatedContract.of(PreprocessingPreset.KERAS);
          case TF -> StatedContract.of(PreprocessingPreset.KERAS_V2);
          case TORCH -> StatedContract.of(PreprocessingPreset.TORCHVISION).with(KerasImages::torch);
        });
  }

  @Override
  public Optional<Size> inputSize() {
    return model.inputSize();
  }

  @Override
  public int classes() {
    return facts.classes();
  }

  @Override
  public Kind scores(@Nullable Kind wanted) {
    return switch (facts.lastStep()) {
      case SOFTMAX -> softmax(wanted);
      case SIGMOID -> sigmoid(wanted);
      case LINEAR -> linear(wanted);
      case OTHER -> other(wanted);
    };
  }

  @Override
  public Outputs addTo(GraphBuilder graph, Value image, InputSpec input, Kind scores) {
    KerasModel.Outputs outputs = model.addTo(graph, image, input);
    Value given = Network.activated(graph, outputs.scores(), scores);
    return new Outputs(given, outputs.embedding(), outputs.embeddingSize(), outputs.parameters());
  }

  private Kind softmax(@Nullable Kind wanted) {
    if (facts.classes() == 1) {
      throw problem("ends with the softmax of one score, which is always 1");
    }
    if (wanted == Kind.SIGMOID) {
      throw problem(
          "ends with a softmax, so --scores must be logits or probabilities, not sigmoid");
    }
    return requireNonNullElse(wanted, Kind.LOGITS);
  }

  private Kind sigmoid(@Nullable Kind wanted) {
    if (wanted != null && wanted != Kind.SIGMOID) {
      throw problem("ends with a sigmoid, so --scores must be sigmoid, not " + spelled(wanted));
    }
    return Kind.SIGMOID;
  }

  private Kind linear(@Nullable Kind wanted) {
    if (facts.classes() == 1 && wanted != Kind.SIGMOID) {
      throw problem(ONE_SCORE);
    }
    return requireNonNullElse(wanted, Kind.LOGITS);
  }

  private Kind other(@Nullable Kind wanted) {
    if (wanted == null) {
      throw problem(
          "ends with the layer %s, which has no class scores; save the model with its top, or name their kind with --scores"
              .formatted(facts.lastLayer()));
    }
    return wanted;
  }

  private ExportException problem(String problem) {
    return ExportException.in(file, problem);
  }

  private static String spelled(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
