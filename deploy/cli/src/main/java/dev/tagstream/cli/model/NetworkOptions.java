package dev.tagstream.cli.model;

import dev.tagstream.export.ExportRequest;
import dev.tagstream.export.resnet.PoolPadding;
import dev.tagstream.export.resnet.Stem;
import dev.tagstream.export.source.KnownWeights;
import dev.tagstream.schemas.model.PixelType;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of a network that is built from weights. They are refused for an ONNX file. */
final class NetworkOptions {

  @Option(
      names = "--input",
      paramLabel = "uint8|float32",
      description =
          "The input of the graph; with --weights. uint8: decoded pixels, which the graph"
              + " normalizes. float32: pixels that the pipeline normalizes. Default: uint8.")
  private @Nullable PixelType input;

  @Option(
      names = "--weights-key",
      paramLabel = "KEY",
      description =
          "The network to export, if --weights contains several: the key of its weights, such as"
              + " state_dict_ema, or what their names begin with, such as teacher.")
  private @Nullable String weightsKey;

  @Option(
      names = "--head",
      paramLabel = "LAYER|ACTIVATION",
      split = ",",
      description =
          "The last layers of the network and the activations between them, in order, such as"
              + " fc.0,relu,fc.3; with --weights. Default: derived from the weights, where they"
              + " are unambiguous.")
  private @Nullable List<String> head;

  @Option(
      names = "--stem",
      paramLabel = "imagenet|small-image",
      converter = StemConverter.class,
      description =
          "The stem of the network; with --weights. export refuses weights with another"
              + " stem. Default: detected from the weights.")
  private @Nullable Stem stem;

  @Option(
      names = "--pool-padding",
      paramLabel = "0|1",
      converter = PoolPaddingConverter.class,
      description =
          "Pixels of padding before the first max pool; for weights of the first Keras ResNet50"
              + " that do not record it. Default: derived from the layers' names.")
  private @Nullable PoolPadding poolPadding;

  /** Adds these options, and the padding of well-known weights, to a request. */
  ExportRequest.Builder addTo(ExportRequest.Builder request, @Nullable KnownWeights known) {
    return request
        .input(input)
        .weightsKey(weightsKey)
        .head(head)
        .stem(stem)
        .poolPadding(poolPadding(known));
  }

  private @Nullable PoolPadding poolPadding(@Nullable KnownWeights known) {
    if (poolPadding != null || known == null) {
      return poolPadding;
    }
    return Optional.ofNullable(known.poolPadding()).flatMap(PoolPadding::ofPixels).orElse(null);
  }

  /** Refuses all of these options beside {@code origin}. */
  void refuse(ExcludedOptions excluded) {
    excluded.refuse("--input", input);
    excluded.refuse("--weights-key", weightsKey);
    excluded.refuse("--head", head);
    excluded.refuse("--stem", stem);
    excluded.refuse("--pool-padding", poolPadding);
  }
}
