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
 * Creates decoders that use a GPU.
 *
 * @param gpus each instance uses one of them
 * @param preprocessing of the model
 * @param limits size limits
 * @param truncated how to handle truncated images
 */
public record GpuDecoderFactory(
    GpuShare gpus, Preprocessing preprocessing, ImageLimits limits, TruncatedImages truncated)
    implements BatchDecoderFactory {

  private static final long serialVersionUID = 1L;

  /**
   * Opens the decoder on this instance's GPU.
   *
   * @throws SuppressRestartsException if the GPU or a library cannot be used here: a restart would
   *     not fix that, so the job fails at once
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
