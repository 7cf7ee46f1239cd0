package dev.tagstream.pipeline.model.session;

import dev.tagstream.pipeline.model.SessionFacts;
import dev.tagstream.pipeline.model.TagModel;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The open sessions: one for each model and device, however many tasks run the model. Tasks lease a
 * session; the last release closes it.
 *
 * <p>Safe for use by several threads. While one model is loaded or closed, others can be leased.
 */
public final class SessionRegistry {

  /**
   * Static because the slots of a TaskManager share nothing else: Flink creates their operators
   * separately.
   */
  private static final SessionRegistry OF_PROCESS =
      new SessionRegistry(new SessionLoader(), new GpuLeases());

  private final SessionOpener opener;
  private final DeviceChoice devices;

  /** Guarded by this registry. */
  private final Map<SessionKey, SharedSession> sessions = new HashMap<>();

  /** A separate registry that shares nothing with others. */
  SessionRegistry(SessionOpener opener, GpuLeases gpus) {
    this.opener = opener;
    this.devices = new DeviceChoice(gpus);
  }

  /**
   * The registry of this process. All slots of a job, several jobs, and a {@code Tagger} beside
   * them share the memory of a model.
   */
  public static SessionRegistry ofProcess() {
    return OF_PROCESS;
  }

  /** Loads ONNX Runtime, if it is not loaded. Its failure shows when a session is opened. */
  public static void loadLibrary() {
    OrtRuntime.load();
  }

  /**
   * Leases a model that is ready to run, and loads it if necessary.
   *
   * @param file the model
   * @param request the device to run it on; of several GPUs, the one with the fewest leases
   * @param maxImages the largest batch, at least 1
   * @throws UnusableModelException if the file is not a model that can run
   * @throws UnusableDeviceException if the request names a device that cannot run the model
   */
  public TagModel lease(Path file, DeviceRequest request, int maxImages) {
    return lease(file, ModelFile.sha256(file), request, maxImages, opener);
  }

  /**
   * Leases a model whose checksum is known. The file is read only if the model is not loaded.
   *
   * @param sha256 that the file must have: 64 lower-case hexadecimal digits
   * @throws UnusableModelException if the file has another checksum or is not a model that can run
   * @throws UnusableDeviceException if the request names a device that cannot run the model
   */
  public TagModel lease(Path file, String sha256, DeviceRequest request, int maxImages) {
    return lease(
        file,
        sha256,
        request,
        maxImages,
        (unchecked, key) -> {
          ModelFile.requireSha256(unchecked, sha256);
          return opener.open(unchecked, key);
        });
  }

  private TagModel lease(
      Path file, String sha256, DeviceRequest request, int maxImages, SessionOpener loader) {
    if (maxImages < 1) {
      throw new IllegalArgumentException("a batch must hold at least 1 image but was " + maxImages);
    }
    return devices.lease(
        request,
        (device, fallback) ->
            lease(file, SessionKey.of(sha256, device, maxImages, request.gpu()), fallback, loader));
  }

  private SessionLease lease(
      Path file, SessionKey key, @Nullable String fallback, SessionOpener loader) {
    SharedSession shared = enter(key);
    try {
      SharedSession.Loaded loaded = shared.lease(() -> loader.open(file, key));
      return new SessionLease(
          loaded.model(),
          new SessionFacts(key.device().toString(), loaded.residentBytes(), fallback),
          () -> giveBack(key, shared));
    } catch (RuntimeException | Error refused) {
      leave(key, shared);
      throw refused;
    }
  }

  private void giveBack(SessionKey key, SharedSession shared) {
    try {
      shared.giveBack();
    } finally {
      leave(key, shared);
      devices.giveBack(key.device());
    }
  }

  private synchronized SharedSession enter(SessionKey key) {
    SharedSession shared = sessions.computeIfAbsent(key, same -> new SharedSession());
    shared.users++;
    return shared;
  }

  private synchronized void leave(SessionKey key, SharedSession shared) {
    shared.users--;
    if (shared.users == 0) {
      sessions.remove(key);
    }
  }
}
