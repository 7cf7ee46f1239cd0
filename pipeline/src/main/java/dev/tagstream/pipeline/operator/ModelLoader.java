package dev.tagstream.pipeline.operator;

import static java.util.Objects.requireNonNull;

import dev.tagstream.pipeline.fetch.ModelFetching;
import dev.tagstream.pipeline.model.TagModel;
import dev.tagstream.pipeline.model.session.DeviceRequest;
import dev.tagstream.pipeline.model.session.SessionRegistry;
import dev.tagstream.pipeline.model.session.UnusableDeviceException;
import dev.tagstream.pipeline.model.session.UnusableModelException;
import dev.tagstream.pipeline.record.ModelEpoch;
import dev.tagstream.pipeline.record.ModelRole;
import dev.tagstream.pipeline.swap.SwapMode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.apache.flink.api.common.externalresource.ExternalResourceInfo;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.jspecify.annotations.Nullable;

/**
 * Loads the model from its file, which is fetched if a URI names it.
 *
 * @param file path of the model on every TaskManager, or a URI
 * @param sha256 that the file must have
 * @param gpus determine the device of each instance
 * @param maxImages the largest batch, at least 1
 * @param place of the model among those of the job
 * @param fetching fetches models; null if each has a path
 * @param swap where a later model is opened
 */
public record ModelLoader(
    String file,
    String sha256,
    GpuShare gpus,
    int maxImages,
    Place place,
    @Nullable ModelFetching fetching,
    SwapMode swap)
    implements ModelSource {

  /** The place of a model among those of the job. */
  public enum Place {
    /** The job never switches. */
    ONLY,
    /** The job was started with it and may switch to others. */
    FIRST,
    /** The job switched to it. */
    LATER
  }

  /** A loader of models that have paths. */
  public ModelLoader(String file, String sha256, GpuShare gpus, int maxImages, Place place) {
    this(file, sha256, gpus, maxImages, place, null, SwapMode.BESIDE);
  }

  @Override
  public ModelLoader of(ModelEpoch epoch, ModelRole role) {
    ModelEpoch.Model model =
        requireNonNull(epoch.model(role), () -> "no " + role.word() + " is in " + epoch);
    return epoch.number() == 0
        ? this
        : new ModelLoader(
            model.file(), model.sha256(), gpus, maxImages, Place.LATER, fetching, swap);
  }

  @Override
  public boolean switches() {
    return place != Place.ONLY;
  }

  /**
   * Leases the session on this instance's device.
   *
   * @throws SuppressRestartsException if the model that the job was started with, or the device,
   *     cannot be used here: a restart would not fix that, so the job fails at once
   * @throws UnusableModelException if a later model cannot be used here: other TaskManagers can, so
   *     the job restarts
   */
  @Override
  public TagModel load(RuntimeContext context) {
    try {
      return lease(request(context));
    } catch (UnusableModelException | UnusableDeviceException unusable) {
      throw place == Place.LATER ? unusable : new SuppressRestartsException(unusable);
    }
  }

  /** {@link #load(RuntimeContext) Leases} the session, on one of the GPUs that Flink gives. */
  TagModel load(Set<ExternalResourceInfo> given) {
    try {
      return lease(gpus.of(given));
    } catch (UnusableModelException | UnusableDeviceException unusable) {
      throw new SuppressRestartsException(unusable);
    }
  }

  /** The device of this instance: the same for all models, if there are several. */
  public DeviceRequest request(RuntimeContext context) {
    return switches() ? gpus.only(context) : gpus.of(GpuShare.given(context));
  }

  /**
   * The path of the file on this machine, to which it is fetched if necessary.
   *
   * @throws UnusableModelException if it cannot be fetched
   */
  public Path path() {
    if (!ModelFetching.isUri(file)) {
      return Path.of(file);
    }
    String place = new ModelEpoch.Model(file, sha256).place();
    if (fetching == null) {
      throw new UnusableModelException(
          "%s: is a URI, and the job fetches no models; start it with %s.allow"
              .formatted(place, ModelFetching.OPTIONS));
    }
    try {
      return fetching.fetch(file, sha256);
    } catch (IOException failed) {
      throw new UnusableModelException(
          "%s: cannot be fetched: %s".formatted(place, failed.getMessage()), failed);
    }
  }

  /**
   * Leases the session on a device.
   *
   * @throws UnusableModelException if the file is another model than expected, or cannot run
   * @throws UnusableDeviceException if the device cannot run it
   */
  public TagModel lease(DeviceRequest request) {
    return SessionRegistry.ofProcess().lease(path(), sha256, request, maxImages);
  }
}
