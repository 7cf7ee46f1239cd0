package dev.tagstream.bench.bare;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import dev.tagstream.console.UserErrorException;
import dev.tagstream.pipeline.config.TaggingOptions;
import dev.tagstream.pipeline.model.session.DeviceRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * ONNX Runtime's sessions with the job's settings. On the CPU, all callers share one session with
 * one intra-op thread that does not spin. On a GPU there are two sessions with one caller each.
 */
final class BareSessions implements AutoCloseable {

  private final List<OrtSession> sessions;
  private final int callers;

  private BareSessions(List<OrtSession> sessions, int callers) {
    this.sessions = sessions;
    this.callers = callers;
  }

  /**
   * Loads a model.
   *
   * @param threads the number of callers on the CPU
   * @throws UserErrorException if the provider is {@code auto} or TensorRT
   */
  static BareSessions open(Path model, BareSettings settings, int threads) throws OrtException {
    return switch (settings.provider()) {
      case CPU -> new BareSessions(sessions(model, settings, 1), threads);
      case CUDA ->
          new BareSessions(sessions(model, settings, settings.sessions()), settings.sessions());
      case AUTO, TENSORRT ->
          throw new UserErrorException(
              "--%s must be cpu, cuda or tensorrt for a comparison with bare ONNX Runtime but was %s"
                  .formatted(TaggingOptions.DEVICE_PROVIDER.key(), settings.provider()));
    };
  }

  private static List<OrtSession> sessions(Path model, BareSettings settings, int count)
      throws OrtException {
    List<OrtSession> sessions = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      try (SessionOptions options = new SessionOptions()) {
        options.setOptimizationLevel(SessionOptions.OptLevel.ALL_OPT);
        options.setIntraOpNumThreads(1);
        options.setInterOpNumThreads(1);
        options.addConfigEntry("session.intra_op.allow_spinning", "0");
        options.addConfigEntry("session.inter_op.allow_spinning", "0");
        if (settings.provider() == DeviceRequest.Choice.CUDA) {
          addCuda(options, settings);
        }
        sessions.add(OnnxRuntime.environment().createSession(model.toString(), options));
      }
    }
    return sessions;
  }

  private static void addCuda(SessionOptions options, BareSettings settings) {
    try (OrtCUDAProviderOptions cuda = new OrtCUDAProviderOptions(settings.gpu())) {
      for (Map.Entry<String, String> option : settings.cuda().entrySet()) {
        cuda.add(option.getKey(), option.getValue());
      }
      options.addCUDA(cuda);
    } catch (OrtException unusable) {
      throw new UserErrorException(
          "ONNX Runtime's CUDA provider cannot be used: %s; 'tagstream doctor --%s cuda' looks what it needs"
              .formatted(unusable.getMessage(), TaggingOptions.DEVICE_PROVIDER.key()));
    }
  }

  /** The number of threads that call them concurrently. */
  int callers() {
    return callers;
  }

  /** The session of a caller. */
  OrtSession of(int caller) {
    return sessions.get(caller % sessions.size());
  }

  @Override
  public void close() {
    try {
      for (OrtSession session : sessions) {
        session.close();
      }
    } catch (OrtException e) {
      throw new IllegalStateException("a session cannot be closed", e);
    }
  }
}
