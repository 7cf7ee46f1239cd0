package dev.tagstream.export;

import dev.tagstream.export.problem.ExportException;
import dev.tagstream.export.resnet.PoolPadding;
import dev.tagstream.export.resnet.Stem;
import dev.tagstream.schemas.model.OutputSpec.Kind;
import dev.tagstream.schemas.model.PixelType;
import dev.tagstream.schemas.model.Precision;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request to export weights.
 *
 * @param weights of a ResNet, as PyTorch or Keras saved them, a whole Keras model, or a folder of
 *     Hugging Face or timm
 * @param out the ONNX file to write; replaced if it exists
 * @param labels the names of the classes: {@code imagenet} or a file; null for a folder's,
 *     otherwise none
 * @param name the model's name in results; null for the name in the preprocessing file, otherwise
 *     the weights' file name without its extension
 * @param preprocessing the name of a preset or a JSON file; null for a folder's, otherwise the
 *     usual one for such weights
 * @param weightsKey the key of the weights in a checkpoint with several networks, or the prefix of
 *     their names; null if there is only one
 * @param head the names of the network's last layers and of the activations between them, in order;
 *     null to detect them
 * @param stem the required stem; null to detect it
 * @param poolPadding before the stem's pool, for weights that do not determine it; null to detect
 *     it
 * @param input the input type; null for the one in the preprocessing file, otherwise uint8
 * @param imageSize height and width of the input, in pixels, {@code InputSpec.ANY_SIDE} to take
 *     images of any size; null for the size in the preprocessing file, otherwise 224, or 32 for the
 *     small-image stem
 * @param scores the kind of scores; null for the one in the preprocessing file, otherwise logits
 * @param thresholds a file with the lowest score that makes a tag, by label; null for the defaults
 * @param outputs the wanted outputs; tags always
 * @param precision of weights and arithmetic
 */
public record ExportRequest(
    Path weights,
    Path out,
    @Nullable String labels,
    @Nullable String name,
    @Nullable String preprocessing,
    @Nullable String weightsKey,
    @Nullable List<String> head,
    @Nullable Stem stem,
    @Nullable PoolPadding poolPadding,
    @Nullable PixelType input,
    @Nullable Integer imageSize,
    @Nullable Kind scores,
    @Nullable Path thresholds,
    Set<Output> outputs,
    Precision precision) {

  /** An output of the graph, for each image. */
  public enum Output {
    /** A score for each class. */
    TAGS,
    /** The features from which the scores are computed. */
    EMBEDDING
  }

  public ExportRequest {
    outputs = Set.copyOf(outputs);
    head = head == null ? null : List.copyOf(head);
    if (!outputs.contains(Output.TAGS)) {
      throw new ExportException("a model must have tags but was asked for only " + outputs);
    }
  }

  /** A request with defaults: uint8 input, logits, float32, everything else from the weights. */
  public static ExportRequest of(Path weights, Path out) {
    return builder(weights, out).build();
  }

  /** A builder of a request with defaults. */
  public static Builder builder(Path weights, Path out) {
    return new Builder(weights, out);
  }

  /** Sets one property of the request; null is its default. */
  public static final class Builder {

    private final Path weights;
    private final Path out;
    private @Nullable String labels;
    private @Nullable String name;
    private @Nullable String preprocessing;
    private @Nullable String weightsKey;
    private @Nullable List<String> head;
    private @Nullable Stem stem;
    private @Nullable PoolPadding poolPadding;
    private @Nullable PixelType input;
    private @Nullable Integer imageSize;
    private @Nullable Kind scores;
    private @Nullable Path thresholds;
    private Set<Output> outputs = Set.of(Output.TAGS);
    private Precision precision = Precision.FLOAT32;

    private Builder(Path weights, Path out) {
      this.weights = weights;
      this.out = out;
    }

    public Builder labels(@Nullable String imagenetOrFile) {
      this.labels = imagenetOrFile;
      return this;
    }

    public Builder name(@Nullable String model) {
      this.name = model;
      return this;
    }

    public Builder preprocessing(@Nullable String presetOrFile) {
      this.preprocessing = presetOrFile;
      return this;
    }

    public Builder weightsKey(@Nullable String keyOrPrefix) {
      this.weightsKey = keyOrPrefix;
      return this;
    }

    public Builder head(@Nullable List<String> layersAndActivations) {
      this.head = layersAndActivations;
      return this;
    }

    public Builder stem(@Nullable Stem expected) {
      this.stem = expected;
      return this;
    }

    public Builder poolPadding(@Nullable PoolPadding expected) {
      this.poolPadding = expected;
      return this;
    }

    public Builder input(@Nullable PixelType type) {
      this.input = type;
      return this;
    }

    public Builder imageSize(@Nullable Integer pixels) {
      this.imageSize = pixels;
      return this;
    }

    public Builder scores(@Nullable Kind kind) {
      this.scores = kind;
      return this;
    }

    public Builder thresholds(@Nullable Path file) {
      this.thresholds = file;
      return this;
    }

    public Builder outputs(Set<Output> wanted) {
      this.outputs = wanted;
      return this;
    }

    public Builder precision(Precision wanted) {
      this.precision = wanted;
      return this;
    }

    public ExportRequest build() {
      return new ExportRequest(
          weights,
          out,
          labels,
          name,
          preprocessing,
          weightsKey,
          head,
          stem,
          poolPadding,
          input,
          imageSize,
          scores,
          thresholds,
          outputs,
          precision);
    }
  }
}
