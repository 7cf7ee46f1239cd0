package dev.tagstream.pipeline;

import dev.tagstream.pipeline.batch.BatchBuffer;
import dev.tagstream.pipeline.batch.BatchLimits;
import dev.tagstream.pipeline.config.BatchConfig;
import dev.tagstream.pipeline.config.InvalidConfigException;
import dev.tagstream.pipeline.config.LimitsConfig;
import dev.tagstream.pipeline.config.TaggingConfig;
import dev.tagstream.pipeline.config.TaggingOptions;
import dev.tagstream.pipeline.image.ImageLimits;
import dev.tagstream.pipeline.model.DeviceRequest;
import dev.tagstream.pipeline.model.ModelContract;
import dev.tagstream.pipeline.model.ModelFile;
import dev.tagstream.pipeline.operator.DecodeImages;
import dev.tagstream.pipeline.operator.FormBatches;
import dev.tagstream.pipeline.operator.GpuShare;
import dev.tagstream.pipeline.operator.ModelLoader;
import dev.tagstream.pipeline.operator.NormalizeImages;
import dev.tagstream.pipeline.operator.TagImages;
import dev.tagstream.pipeline.operator.TagSelection;
import java.nio.file.Path;

/**
 * Makes the steps that depend on the configuration and on the model.
 *
 * @param config what the job was told
 * @param model what the model file says of itself
 */
record Steps(TaggingConfig config, ModelContract model) {

  /** Reads the model's contract, once for the whole job. */
  static Steps of(TaggingConfig config) {
    return new Steps(config, ModelFile.read(Path.of(config.modelFile())));
  }

  DecodeImages decodeImages() {
    LimitsConfig limits = config.limits();
    return new DecodeImages(
        model.preprocessing(),
        new ImageLimits(limits.maxEncodedBytes(), limits.maxPixels(), limits.maxSide()));
  }

  NormalizeImages normalizeImages() {
    return new NormalizeImages(model);
  }

  FormBatches formBatches() {
    BatchConfig batch = config.batch();
    int rowBytes = model.input().rowBytes();
    if (batch.maxImages() > BatchBuffer.mostImages(rowBytes)) {
      throw new InvalidConfigException(
          "%s must be at most %d for images of %d bytes but was '%d'"
              .formatted(
                  TaggingOptions.BATCH_MAX_IMAGES.key(),
                  BatchBuffer.mostImages(rowBytes),
                  rowBytes,
                  batch.maxImages()));
    }
    return new FormBatches(new BatchLimits(batch.maxImages(), batch.maxDelay()), rowBytes);
  }

  TagImages tagImages() {
    var choice = DeviceRequest.Choice.valueOf(config.device().provider().name());
    Integer topK = config.tags().topK();
    return new TagImages(
        new ModelLoader(
            config.modelFile(),
            model.sha256(),
            new GpuShare(choice, config.device().ids()),
            config.batch().maxImages()),
        new TagSelection(
            topK == null ? model.output().defaultTopK() : topK, config.tags().minScore()));
  }
}
