package dev.tagstream.pipeline.model.session;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.ExecutionMode;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import ai.onnxruntime.providers.OrtTensorRTProviderOptions;
import dev.tagstream.pipeline.model.ModelContract;
import dev.tagstream.pipeline.model.session.GpuSettings.Float32;
import dev.tagstream.pipeline.model.session.TensorRtSettings.Precision;
import dev.tagstream.schemas.model.InputSpec;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The options of a session in ONNX Runtime. Keys and values are from its documentation. */
final class SessionSettings {

  private SessionSettings() {}

  /** For reading the metadata, inputs and outputs: nothing is optimized or packed. */
  static SessionOptions forInspection() throws OrtException {
    SessionOptions options = quiet();
    options.setOptimizationLevel(OptLevel.NO_OPT);
    options.addConfigEntry("session.disable_prepacking", "1");
    return options;
  }

  /** For running on the CPU. */
  static SessionOptions forCpu() throws OrtException {
    SessionOptions options = quiet();
    options.setOptimizationLevel(OptLevel.ALL_OPT);
    runOnCallingThread(options);
    return options;
  }

  /**
   * For running on a device.
   *
   * @throws OrtException if the device cannot be used; the message says what is missing
   */
  static SessionOptions forRunning(SessionPlan plan, ModelContract model) throws OrtException {
    SessionOptions options = forCpu();
    try {
      switch (plan.device().provider()) {
        case CPU -> {}
        case CUDA -> addCuda(options, plan);
        case TENSORRT -> {
          addTensorRt(options, plan, model);
          addCuda(options, plan);
        }
      }
      return options;
    } catch (OrtException | RuntimeException unusable) {
      options.close();
      throw unusable;
    }
  }

  /** ONNX Runtime throws failures; it need not print them too. */
  private static SessionOptions quiet() throws OrtException {
    // says why, if the library does not load
    var unused = OrtRuntime.environment();
    SessionOptions options = new SessionOptions();
    options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
    return options;
  }

  /** The callers are the parallelism; the session's own threads would only compete with them. */
  private static void runOnCallingThread(SessionOptions options) throws OrtException {
    options.setExecutionMode(ExecutionMode.SEQUENTIAL);
    options.setIntraOpNumThreads(1);
    options.setInterOpNumThreads(1);
    options.addConfigEntry("session.intra_op.allow_spinning", "0");
    options.addConfigEntry("session.inter_op.allow_spinning", "0");
  }

  /**
   * Bounds memory: no pattern is kept for each shape, and the arena grows by the requested size.
   */
  private static void addCuda(SessionOptions options, SessionPlan plan) throws OrtException {
    options.setMemoryPatternOptimization(false);
    try (OrtCUDAProviderOptions cuda = new OrtCUDAProviderOptions(plan.device().id())) {
      cuda.add("arena_extend_strategy", "kSameAsRequested");
      // tries every algorithm at the first run of a shape; the warm-up has run them all
      cuda.add("cudnn_conv_algo_search", "EXHAUSTIVE");
      cuda.add("use_tf32", plan.gpu().float32() == Float32.TF32 ? "1" : "0");
      for (Map.Entry<String, String> option : plan.gpu().cuda().entrySet()) {
        cuda.add(option.getKey(), option.getValue());
      }
      options.addCUDA(cuda);
    }
  }

  private static void addTensorRt(SessionOptions options, SessionPlan plan, ModelContract model)
      throws OrtException {
    try (OrtTensorRTProviderOptions tensorRt = new OrtTensorRTProviderOptions(plan.device().id())) {
      for (Map.Entry<String, String> option : tensorRtOptions(plan, model).entrySet()) {
        tensorRt.add(option.getKey(), option.getValue());
      }
      options.addTensorrt(tensorRt);
    }
  }

  /** TensorRT's options, by its provider's keys. */
  static Map<String, String> tensorRtOptions(SessionPlan plan, ModelContract model) {
    InputSpec input = model.input();
    Map<String, String> options = new TreeMap<>();
    if (model.fixedBatch() == ModelContract.ANY_BATCH && !input.takesAnySize()) {
      // one engine for all sizes instead of a new one for each
      List<Integer> sizes = plan.ladder().warmUpSizes();
      int most = sizes.get(sizes.size() - 1);
      options.put("trt_profile_min_shapes", profile(input, sizes.get(0)));
      options.put("trt_profile_opt_shapes", profile(input, most));
      options.put("trt_profile_max_shapes", profile(input, most));
    }
    if (plan.gpu().tensorRt().precision() == Precision.FLOAT16) {
      options.put("trt_fp16_enable", "1");
    }
    String cache = plan.gpu().tensorRt().cacheFolder();
    if (cache != null) {
      options.put("trt_engine_cache_enable", "1");
      options.put("trt_engine_cache_path", cache);
      options.put("trt_timing_cache_enable", "1");
      options.put("trt_timing_cache_path", cache);
    }
    return options;
  }

  /** A shape in the notation of TensorRT's options: {@code input:8x3x224x224}. */
  static String profile(InputSpec input, int images) {
    String row =
        switch (input.layout()) {
          case NCHW -> "3x%dx%d".formatted(input.height(), input.width());
          case NHWC -> "%dx%dx3".formatted(input.height(), input.width());
        };
    return "%s:%dx%s".formatted(input.name(), images, row);
  }
}
