package dev.tagstream.bench.bare;

import dev.tagstream.pipeline.config.DeviceConfig;
import dev.tagstream.pipeline.gpu.HostMemory;
import dev.tagstream.pipeline.model.session.DeviceRequest;
import dev.tagstream.pipeline.model.session.GpuSettings;
import dev.tagstream.schemas.model.Precision;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The settings of ONNX Runtime for a measurement.
 *
 * @param provider {@code cpu} or {@code cuda}
 * @param gpu the index of the GPU, from 0
 * @param sessions the number of sessions on a GPU, each with one caller
 * @param batchImages the images in a run
 * @param memory of the tensors
 * @param cuda options of the CUDA provider, by its names
 */
public record BareSettings(
    DeviceRequest.Choice provider,
    int gpu,
    int sessions,
    int batchImages,
    Memory memory,
    Map<String, String> cuda) {

  /** The kind of host memory for tensors. */
  public enum Memory {
    PAGEABLE,
    PINNED
  }

  private static final int GPU_SESSIONS = 2;

  public BareSettings {
    cuda = Map.copyOf(cuda);
  }

  /**
   * The settings of a job's device, with tensors that are not pinned. A job on TensorRT is compared
   * with CUDA.
   *
   * @param precision of the model, which decides defaults of the job; null if unknown
   */
  static BareSettings of(DeviceConfig device, @Nullable Precision precision, int batchImages) {
    Map<String, String> cuda = new TreeMap<>();
    cuda.put("cudnn_conv_algo_search", "EXHAUSTIVE");
    cuda.put("use_tf32", device.gpu().float32() == GpuSettings.Float32.TF32 ? "1" : "0");
    cuda.putAll(device.gpu().forPrecision(precision).cuda());
    int gpu = device.ids().isEmpty() ? 0 : device.ids().get(0);
    DeviceRequest.Choice provider =
        device.provider() == DeviceRequest.Choice.TENSORRT
            ? DeviceRequest.Choice.CUDA
            : device.provider();
    return new BareSettings(provider, gpu, GPU_SESSIONS, batchImages, Memory.PAGEABLE, cuda);
  }

  /** The same with tensors in pinned memory. */
  public BareSettings pinned() {
    return new BareSettings(provider, gpu, sessions, batchImages, Memory.PINNED, cuda);
  }

  /** The same with this number of sessions. */
  public BareSettings withSessions(int count) {
    return new BareSettings(provider, gpu, count, batchImages, memory, cuda);
  }

  /** The same with batches of this size. */
  public BareSettings withBatches(int images) {
    return new BareSettings(provider, gpu, sessions, images, memory, cuda);
  }

  /** The same with an option of the CUDA provider. */
  public BareSettings with(String option, String value) {
    Map<String, String> more = new TreeMap<>(cuda);
    more.put(option, value);
    return new BareSettings(provider, gpu, sessions, batchImages, memory, more);
  }

  /** The defaults of the CUDA provider, on one card with batches of this size. */
  public static BareSettings cuda(int gpu, int batchImages) {
    Map<String, String> cuda = Map.of("cudnn_conv_algo_search", "EXHAUSTIVE", "use_tf32", "0");
    return new BareSettings(
        DeviceRequest.Choice.CUDA, gpu, GPU_SESSIONS, batchImages, Memory.PAGEABLE, cuda);
  }

  HostMemory hostMemory() {
    return switch (memory) {
      case PAGEABLE -> HostMemory.pageable();
      case PINNED -> HostMemory.pinned(gpu);
    };
  }
}
