package dev.tagstream.pipeline.operator;

import dev.tagstream.pipeline.gpu.GpuException;
import dev.tagstream.pipeline.gpu.GpuImageDecoder;
import dev.tagstream.pipeline.image.BatchDecoder;
import dev.tagstream.pipeline.image.ImageLimits;
import dev.tagstream.pipeline.image.TruncatedImages;
import dev.tagstream.schemas.model.Preprocessing;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.runtime.execution.SuppressRestartsException;

/**
 * Gives decoders that use a GPU.
 *
 * @param gpus of which each instance uses one
 * @param preprocessing what the model wants
 * @param limits what is refused for its size
 * @param truncated what becomes of images that end too soon
 */
public record GpuDecoderFactory(
    GpuShare gpus, Preprocessing preprocessing, ImageLimits limits, TruncatedImages truncated)
    implements BatchDecoderFactory {

  private static final long serialVersionUID = 1L;

  /**
   * Opens the decoder of this instance's GPU.
   *
   * @throws SuppressRestartsException if the GPU or a library cannot be used here: a restart would
   *     not mend that, so the job fails at once
   */
  @Override
  public BatchDecoder create(RuntimeContext context) {
    try {
      return GpuImageDecoder.open(gpus.first(context), preprocessing, limits, truncated);
    } catch (GpuException unusable) {
      throw new SuppressRestartsException(unusable);
    }
  }
}
