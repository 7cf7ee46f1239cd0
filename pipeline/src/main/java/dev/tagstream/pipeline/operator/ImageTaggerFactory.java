package dev.tagstream.pipeline.operator;

import dev.tagstream.pipeline.batch.BatchLimits;
import dev.tagstream.pipeline.model.ModelContract;
import dev.tagstream.pipeline.model.TagModel;
import dev.tagstream.pipeline.model.session.UnusableDeviceException;
import java.io.Serializable;
import java.util.Set;
import org.apache.flink.api.common.externalresource.ExternalResourceInfo;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.execution.SuppressRestartsException;

/**
 * Creates the tagger of each parallel instance of a function.
 *
 * @param contract of the model
 * @param decoders create decoders for the model
 * @param guards keep an image from stopping the function for ever; it has no storms of rejects
 * @param model leases the model
 * @param selection the content of an outcome
 * @param limits the largest batch
 */
public record ImageTaggerFactory(
    ModelContract contract,
    DecoderFactory decoders,
    DecodeGuards guards,
    ModelLoader model,
    TagSelection selection,
    BatchLimits limits)
    implements Serializable {

  /** The name of Flink's external resource to pass to {@link #create}. */
  public static final String GPU_RESOURCE = GpuShare.RESOURCE;

  /**
   * The same with smaller batches.
   *
   * @param images the most in a batch, at least 1
   */
  public ImageTaggerFactory withMaxImages(int images) {
    int rowBytes =
        contract.input().takesAnySize()
            ? limits.maxRowBytes()
            : images * contract.input().rowBytes();
    return new ImageTaggerFactory(
        contract,
        decoders,
        guards,
        new ModelLoader(model.file(), model.sha256(), model.gpus(), images, model.place()),
        selection,
        new BatchLimits(images, rowBytes, limits.maxBytes()));
  }

  /**
   * Leases the model and creates a tagger with a decoder and buffers of its own.
   *
   * @param gpus those that Flink gives the function; empty if it gives none
   * @param metrics of the function, which gets the metrics of the job's steps
   * @throws SuppressRestartsException if the model or the device cannot be used here, caused by
   *     what says why, such as an {@link UnusableDeviceException}
   */
  public ImageTagger create(Set<ExternalResourceInfo> gpus, MetricGroup metrics) {
    TagModel leased = model.load(gpus);
    try {
      return new ImageTagger(leased, this, metrics);
    } catch (RuntimeException | Error unusable) {
      leased.close();
      throw unusable;
    }
  }
}
