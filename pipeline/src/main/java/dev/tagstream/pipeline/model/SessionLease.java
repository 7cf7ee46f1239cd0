package dev.tagstream.pipeline.model;

import ai.onnxruntime.OrtException;
import dev.tagstream.pipeline.batch.BatchLadder;
import dev.tagstream.pipeline.gpu.HostMemory;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A share in a session. One process holds one session for each model and device, and two on a GPU,
 * however many tasks run the model; the last lease that is given back closes it.
 */
public final class SessionLease implements TagModel {

  private static final Logger LOG = LoggerFactory.getLogger(SessionLease.class);

  private static final ConcurrentHashMap<Key, SharedSession> SESSIONS = new ConcurrentHashMap<>();

  /** Why this process fell back to the CPU, as it was told already. */
  private static final Set<String> FALLBACKS = ConcurrentHashMap.newKeySet();

  /**
   * What makes two leases share a session.
   *
   * @param maxImages the largest batch, on which a GPU's batch sizes depend; 0 on the CPU, which
   *     takes any
   * @param gpu how a GPU computes
   */
  private record Key(String sha256, Device device, int maxImages, GpuSettings gpu) {

    static Key of(String sha256, Device device, int maxImages, GpuSettings gpu) {
      return new Key(sha256, device, device.isGpu() ? maxImages : 0, gpu);
    }
  }

  /** How many batches a GPU has at a time: one that it computes and one that is on its way. */
  private static final int GPU_LANES = 2;

  private record SharedSession(TagModel model, long residentBytes, int leases) {

    SharedSession with(int otherLeases) {
      return new SharedSession(model, residentBytes, otherLeases);
    }
  }

  private final Key key;
  private final TagModel model;
  private final SessionFacts facts;

  /** Runs hold it for reading, so that closing waits for them. */
  private final ReadWriteLock open = new ReentrantReadWriteLock();

  private boolean closed;

  private SessionLease(Key key, TagModel model, SessionFacts facts) {
    this.key = key;
    this.model = model;
    this.facts = facts;
  }

  /**
   * Gives a model that is ready to run, loading it if this process has not.
   *
   * @param file the model
   * @param request the device to run it on; of several GPUs the one with the fewest leases
   * @param maxImages the largest batch that will be run, at least 1
   * @throws UnusableModelException if the file is not a model that can be run
   * @throws UnusableDeviceException if a device was asked for by name and cannot run it
   */
  public static TagModel acquire(Path file, DeviceRequest request, int maxImages) {
    if (maxImages < 1) {
      throw new IllegalArgumentException("a batch must hold at least 1 image but was " + maxImages);
    }
    String sha256 = ModelFile.sha256(file);
    Function<Device, Key> key = device -> Key.of(sha256, device, maxImages, request.gpu());
    return switch (request.choice()) {
      case CPU -> lease(file, key.apply(Device.CPU), null);
      case CUDA -> leaseGpu(file, request, id -> key.apply(Device.cuda(id)));
      case TENSORRT -> leaseGpu(file, request, id -> key.apply(Device.tensorRt(id)));
      case AUTO -> {
        try {
          yield leaseGpu(file, request, id -> key.apply(Device.cuda(id)));
        } catch (UnusableDeviceException unusable) {
          String reason = String.valueOf(unusable.getMessage());
          warnOfFallback(reason);
          yield lease(file, key.apply(Device.CPU), reason);
        }
      }
    };
  }

  private static SessionLease leaseGpu(Path file, DeviceRequest request, IntFunction<Key> key) {
    int id = GpuLeases.take(request.deviceIds());
    try {
      return lease(file, key.apply(id), null);
    } catch (RuntimeException | Error refused) {
      GpuLeases.giveBack(id);
      throw refused;
    }
  }

  /** Loud, but once: every slot of the process falls back for the same reason. */
  private static void warnOfFallback(String reason) {
    if (FALLBACKS.add(reason)) {
      LOG.warn("Falling back to the CPU, many times slower: {}", reason);
    }
  }

  private static SessionLease lease(Path file, Key key, @Nullable String fallback) {
    // compute holds back others who want the same session until it is loaded, or failed to load
    SharedSession shared =
        SESSIONS.compute(
            key,
            (same, held) -> held == null ? openShared(file, key) : held.with(held.leases() + 1));
    return new SessionLease(
        key,
        shared.model(),
        new SessionFacts(key.device().toString(), shared.residentBytes(), fallback));
  }

  private static SharedSession openShared(Path file, Key key) {
    long before = ResidentMemory.bytes();
    TagModel model = open(file, key);
    return new SharedSession(model, Math.max(0, ResidentMemory.bytes() - before), 1);
  }

  private static TagModel open(Path file, Key key) {
    Device device = key.device();
    ModelContract contract = ModelFile.read(file, key.sha256());
    SessionPlan plan =
        new SessionPlan(
            device,
            ladder(contract, key),
            key.gpu().forPrecision(contract.description().contract().precision()));
    try {
      TagModel model =
          device.isGpu()
              ? ModelLanes.open(
                  GPU_LANES,
                  new MergedRun(key.maxImages(), hostMemory(plan)),
                  lane -> lane(file, contract, plan, lane))
              : OrtTagModel.open(file, contract, plan, SessionThread.ofCaller());
      LOG.info("{} runs on {}", contract.name(), device);
      return model;
    } catch (OrtException failure) {
      throw device.isGpu() ? unusable(device, failure) : unusable(file, failure);
    }
  }

  private static HostMemory hostMemory(SessionPlan plan) {
    return switch (plan.gpu().hostMemory()) {
      case PINNED -> HostMemory.pinned(plan.device().id());
      case PAGEABLE -> HostMemory.pageable();
    };
  }

  /** TensorRT has one engine for all sizes; CUDA needs a session for each. */
  private static TagModel lane(Path file, ModelContract contract, SessionPlan plan, int number)
      throws OrtException {
    Device device = plan.device();
    SessionThread owner = SessionThread.owner("tagstream-%s-%d".formatted(device, number));
    return device.provider() == Device.Provider.TENSORRT
        ? OrtTagModel.open(file, contract, plan, owner)
        : SizedSessions.open(
            plan.ladder(),
            owner,
            (size, thread) ->
                OrtTagModel.open(
                    file, contract, new SessionPlan(device, size, plan.gpu()), thread));
  }

  private static BatchLadder ladder(ModelContract contract, Key key) {
    if (contract.fixedBatch() > 0) {
      return BatchLadder.fixed(contract.fixedBatch());
    }
    return key.device().isGpu() ? BatchLadder.inFoursUpTo(key.maxImages()) : BatchLadder.any();
  }

  private static UnusableDeviceException unusable(Device device, OrtException failure) {
    return new UnusableDeviceException(
        "%s cannot run the model: %s; %s, or choose cpu"
            .formatted(
                device,
                OrtRuntime.oneLine(failure),
                switch (OnnxRuntimeBuild.loaded().kind()) {
                  case CPU ->
                      "this is ONNX Runtime's CPU build: put its GPU build (onnxruntime_gpu) in its place";
                  case GPU ->
                      "install what it names where the loader finds it (ldconfig or LD_LIBRARY_PATH)";
                }),
        failure);
  }

  private static UnusableModelException unusable(Path file, OrtException failure) {
    return new UnusableModelException(
        "%s: ONNX Runtime %s cannot run a blank image through it: %s"
            .formatted(file, OrtRuntime.environment().getVersion(), OrtRuntime.oneLine(failure)),
        failure);
  }

  /** How many sessions this process holds. */
  static int openSessions() {
    return SESSIONS.size();
  }

  @Override
  public ModelContract contract() {
    return model.contract();
  }

  @Override
  public String provider() {
    return model.provider();
  }

  @Override
  public SessionFacts facts() {
    return facts;
  }

  @Override
  public long waitedNanos() {
    return model.waitedNanos();
  }

  @Override
  public ModelOutput run(ModelInput input, ModelOutput.Parts parts) throws ModelFailedException {
    open.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException("the lease of " + contract().name() + " was given back");
      }
      return model.run(input, parts);
    } finally {
      open.readLock().unlock();
    }
  }

  @Override
  public void recycle() throws ModelFailedException {
    model.recycle();
  }

  /** Waits for runs of this lease to end. Closing twice does no harm. */
  @Override
  public void close() {
    open.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        if (key.device().isGpu()) {
          GpuLeases.giveBack(key.device().id());
        }
        giveBack(key);
      }
    } finally {
      open.writeLock().unlock();
    }
  }

  private static void giveBack(Key key) {
    SESSIONS.computeIfPresent(
        key,
        (same, held) -> {
          if (held.leases() > 1) {
            return held.with(held.leases() - 1);
          }
          held.model().close();
          return null;
        });
  }
}
