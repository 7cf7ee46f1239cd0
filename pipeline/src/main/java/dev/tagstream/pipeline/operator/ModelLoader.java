package dev.tagstream.pipeline.operator;

import dev.tagstream.pipeline.model.TagModel;
import dev.tagstream.pipeline.model.session.SessionRegistry;
import dev.tagstream.pipeline.model.session.UnusableDeviceException;
import dev.tagstream.pipeline.model.session.UnusableModelException;
import java.nio.file.Path;
import java.util.Set;
import org.apache.flink.api.common.externalresource.ExternalResourceInfo;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.runtime.execution.SuppressRestartsException;

/**
 * Loads the model from its file.
 *
 * @param file path of the model on every TaskManager
 * @param sha256 of the model that the job was built with
 * @param gpus determine the device of each instance
 * @param maxImages the largest batch, at least 1
 */
public record ModelLoader(String file, String sha256, GpuShare gpus, int maxImages)
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

  private TagModel lease(Set<ExternalResourceInfo> given) {
    TagModel model = SessionRegistry.ofProcess().lease(Path.of(file), gpus.of(given), maxImages);
    if (!model.contract().sha256().equals(sha256)) {
      String found = model.contract().sha256();
      model.close();
      throw new UnusableModelException(
          "%s: has SHA-256 %s on this TaskManager but the job was built with %s; put the same file everywhere"
              .formatted(file, found, sha256));
    }
    return model;
  }
}
