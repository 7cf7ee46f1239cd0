package dev.tagstream.cli.tag;

import dev.tagstream.console.UserErrorException;
import dev.tagstream.pipeline.Tagger;
import dev.tagstream.pipeline.crash.JournalFolder;
import dev.tagstream.pipeline.image.ImageDecoder;
import dev.tagstream.pipeline.image.TruncatedImages;
import dev.tagstream.pipeline.model.session.DeviceRequest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of the tagger. */
final class TaggerOptions {

  @Option(
      names = "--top-k",
      paramLabel = "N",
      description = "The most tags of an image. Default: set by the model.")
  private @Nullable Integer topK;

  @Option(
      names = "--min-score",
      paramLabel = "SCORE",
      description = "The lowest score of a tag, 0 to 1. Default: set by the model.")
  private @Nullable Float minScore;

  @Option(
      names = "--device",
      paramLabel = "auto|cpu|cuda|tensorrt",
      defaultValue = "auto",
      description =
          "The device that runs the model. auto: a GPU if CUDA loads. Default: ${DEFAULT-VALUE}.")
  private DeviceRequest.Choice device = DeviceRequest.Choice.AUTO;

  @Option(
      names = "--decode",
      paramLabel = "exact|fast",
      defaultValue = "exact",
      description =
          "exact: the pixels that the model's authors trained with. fast: decodes large JPEGs"
              + " smaller and resizes with coarser weights, for nearly the same pixels in less"
              + " processor time. Default: ${DEFAULT-VALUE}.")
  private ImageDecoder.Mode decoding = ImageDecoder.Mode.EXACT;

  @Option(
      names = "--truncated",
      paramLabel = "reject|tag",
      defaultValue = "reject",
      description = "How to handle an image whose file is truncated. Default: ${DEFAULT-VALUE}.")
  private TruncatedImages truncated = TruncatedImages.REJECT;

  /** The settings that the options define. */
  Tagger.Settings settings() {
    if (topK != null && topK < 1) {
      throw new UserErrorException("--top-k must be at least 1 but was " + topK);
    }
    if (minScore != null && !(minScore >= 0 && minScore <= 1)) {
      throw new UserErrorException("--min-score must be from 0 to 1 but was " + minScore);
    }
    return new Tagger.Settings(
        device(), decoding, truncated, topK, minScore, new JournalFolder(null, "tag").path());
  }

  /** The device: the CPU itself where it is clear, which avoids a failed attempt with CUDA. */
  private DeviceRequest device() {
    DeviceRequest request = new DeviceRequest(device, 0);
    return request.meansTheCpu() ? DeviceRequest.cpu() : request;
  }
}
