package dev.tagstream.pipeline.model.session;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.tagstream.pipeline.batch.BatchLadder;
import dev.tagstream.pipeline.gpu.GpuException;
import dev.tagstream.pipeline.gpu.HostMemory;
import dev.tagstream.pipeline.gpu.NvidiaCard;
import dev.tagstream.pipeline.model.ModelContract;
import dev.tagstream.pipeline.model.TagModel;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads models into sessions of ONNX Runtime: one on a CPU; on a GPU, one or several for each of
 * its lanes.
 */
final class SessionLoader implements SessionOpener {

  private static final Logger LOG = LoggerFactory.getLogger(SessionLoader.class);

  /**
   * The number of batches on a GPU at a time: one whose rows are gathered, one that is copied, one
   * that is computed. With two, an H200 that also decodes tags 10 % fewer images.
   */
  private static final int GPU_LANES = 3;

  @Override
  public TagModel open(Path file, SessionKey key) {
    TagModel model = key.device().isGpu() ? onGpu(file, key) : onCpu(file, key);
    LOG.info("{} runs on {}", model.contract().name(), key.device());
    return model;
  }

  /** Reads the contract from the session that runs: a session for reading costs as much again. */
  private static TagModel onCpu(Path file, SessionKey key) {
    try (OrtSession.SessionOptions options = SessionSettings.forCpu()) {
      OrtSession session = ModelFile.open(file, options);
      ModelContract contract = contract(file, session, key);
      return OrtTagModel.of(session, file, contract, plan(contract, key), SessionThread.ofCaller());
    } catch (OrtException failure) {
      throw unusable(file, failure);
    }
  }

  private static void requireCard(Device device) {
    try {
      NvidiaCard.require(device.id());
    } catch (GpuException noSuchCard) {
      throw new UnusableDeviceException(
          "%s cannot run the model: %s; nvidia-smi lists the cards; name one of them, or choose cpu"
              .formatted(device, noSuchCard.getMessage()),
          noSuchCard);
    }
  }

  /** Closes the session if it has no contract. */
  private static ModelContract contract(Path file, OrtSession session, SessionKey key)
      throws OrtException {
    try {
      return ModelFile.contract(file, session, key.sha256());
    } catch (OrtException | RuntimeException | Error failure) {
      session.close();
      throw failure;
    }
  }

  private static TagModel onGpu(Path file, SessionKey key) {
    ModelContract contract = ModelFile.read(file, key.sha256());
    requireCard(key.device());
    SessionPlan plan = plan(contract, key);
    try {
      return ModelLanes.open(
          GPU_LANES,
          new MergedRun(key.maxImages(), hostMemory(plan)),
          lane -> lane(file, contract, plan, lane));
    } catch (OrtException failure) {
      throw unusable(key.device(), failure);
    }
  }

  private static SessionPlan plan(ModelContract contract, SessionKey key) {
    return new SessionPlan(
        key.device(),
        ladder(contract, key),
        key.gpu().forPrecision(contract.description().contract().precision()));
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

  private static BatchLadder ladder(ModelContract contract, SessionKey key) {
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
                      "this is ONNX Runtime's CPU build: replace it with the GPU build"
                          + " (onnxruntime_gpu)";
                  case GPU ->
                      "install what it names where the loader finds it (ldconfig or"
                          + " LD_LIBRARY_PATH)";
                }),
        failure);
  }

  private static UnusableModelException unusable(Path file, OrtException failure) {
    return new UnusableModelException(
        "%s: ONNX Runtime %s cannot run a blank image through it: %s"
            .formatted(file, OrtRuntime.environment().getVersion(), OrtRuntime.oneLine(failure)),
        failure);
  }
}
