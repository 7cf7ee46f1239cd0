package dev.tagstream.pipeline.operator;

import dev.tagstream.pipeline.model.TagModel;
import dev.tagstream.pipeline.model.session.SessionRegistry;
import dev.tagstream.pipeline.model.session.UnusableDeviceException;
import dev.tagstream.pipeline.model.session.UnusableModelException;
import dev.tagstream.pipeline.record.ModelEpoch;
import java.nio.file.Path;
import java.util.Set;
import org.apache.flink.api.common.externalresource.ExternalResourceInfo;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.runtime.execution.SuppressRestartsException;

/**
 * Loads the model from its file.
 *
 * @param file path of the model on every TaskManager
 * @param sha256 that the file must have
 * @param gpus determine the device of each instance
 * @param maxImages the largest batch, at least 1
 * @param switches whether the job switches models
 */
public record ModelLoader(
    String file, String sha256, GpuShare gpus, int maxImages, boolean switches)
    implements ModelSource {

  /**
   * Leases the session on this instance's device.
   *
   * @throws SuppressRestartsException if the model or the device cannot be used here: a restart
   *     would not fix that, so the job fails at once
   */
  @Override
  public TagModel load(RuntimeContext context) {
    return load(GpuShare.given(context));
  }

  /** {@link #load(RuntimeContext) Leases} the session, on one of the GPUs that Flink gives. */
  TagModel load(Set<ExternalResourceInfo> given) {
    try {
      return lease(given);
    } catch (UnusableModelException | UnusableDeviceException unusable) {
      throw new SuppressRestartsException(unusable);
    }
  }

  @Override
  public ModelLoader of(ModelEpoch epoch) {
    return new ModelLoader(epoch.file(), epoch.sha256(), gpus, maxImages, switches);
  }

  /**
   * Leases the session on this instance's device.
   *
   * @throws UnusableModelException if the file is another model than expected, or cannot run
   * @throws UnusableDeviceException if the device cannot run it
   */
  public TagModel lease(RuntimeContext context) {
    return lease(GpuShare.given(context));
  }

  private TagModel lease(Set<ExternalResourceInfo> given) {
    return SessionRegistry.ofProcess().lease(Path.of(file), sha256, gpus.of(given), maxImages);
  }
}
