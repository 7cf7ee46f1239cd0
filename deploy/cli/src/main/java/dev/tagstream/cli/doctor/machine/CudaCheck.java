package dev.tagstream.cli.doctor.machine;

import dev.tagstream.cli.doctor.check.Check;
import dev.tagstream.cli.doctor.check.Findings;
import dev.tagstream.pipeline.config.DeviceConfig;
import dev.tagstream.pipeline.model.session.DeviceRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Checks NVIDIA's driver, GPUs and libraries, and their versions. */
public final class CudaCheck implements Check.Examination {

  private static final String NAME = "cuda";

  /** The libraries that the build -Pgpu loads, from its ELF headers; it loads cuDNN by name. */
  private static final List<String> CUDA_12 =
      List.of(
          "libcuda.so.1",
          "libcudart.so.12",
          "libcublas.so.12",
          "libcublasLt.so.12",
          "libcurand.so.10",
          "libcudnn.so.9");

  /** The libraries that the build -Pcuda13 loads, from its ELF headers. */
  private static final List<String> CUDA_13 =
      List.of(
          "libcuda.so.1",
          "libcudart.so.13",
          "libcublas.so.13",
          "libcublasLt.so.13",
          "libcudnn.so.9");

  private static final List<String> TENSORRT_LIBRARIES =
      List.of("libnvinfer.so.10", "libnvonnxparser.so.10");

  private static final String REMEDY =
      "install them where the loader finds them (ldconfig or LD_LIBRARY_PATH), or choose cpu";

  private final DeviceConfig config;
  private final LoaderPath loader;

  /**
   * Creates the check.
   *
   * @param config the devices that the job may use
   * @param loader the search path of libraries
   */
  public CudaCheck(DeviceConfig config, LoaderPath loader) {
    this.config = config;
    this.loader = loader;
  }

  @Override
  public void examine(Findings findings) throws InterruptedException, IOException {
    if (config.provider() == DeviceRequest.Choice.CPU) {
      findings.ok(NAME, "not needed: tagging.device.provider is cpu");
      return;
    }
    NvidiaDriver driver = NvidiaDriver.find();
    if (driver.version().isEmpty() && config.provider() == DeviceRequest.Choice.AUTO) {
      findings.ok(NAME, "no NVIDIA driver, so the CPU runs the model");
      return;
    }
    examine(driver, findings);
    // Java cannot detect which build this is; the provider's own check decides
    List<String> libraries =
        new ArrayList<>(missing(CUDA_13) < missing(CUDA_12) ? CUDA_13 : CUDA_12);
    if (config.provider() == DeviceRequest.Choice.TENSORRT) {
      libraries.addAll(TENSORRT_LIBRARIES);
    }
    examine(libraries, findings);
  }

  private long missing(List<String> libraries) {
    return libraries.stream().filter(library -> loader.find(library).isEmpty()).count();
  }

  private void examine(NvidiaDriver driver, Findings findings) {
    String version = driver.version().orElse("");
    if (version.isEmpty()) {
      findings.failure(
          NAME,
          "this machine has no NVIDIA driver",
          "use a machine that has one, pass the GPU to the container, or choose cpu");
      return;
    }
    findings.ok(
        NAME,
        "driver %s, %s"
            .formatted(
                version,
                driver.gpus().isEmpty()
                    ? "the number of GPUs is not known: nvidia-smi does not report it"
                    : "GPUs: " + String.join("; ", driver.gpus())));
    config.ids().stream()
        .filter(id -> !driver.gpus().isEmpty() && id >= driver.gpus().size())
        .forEach(
            id ->
                findings.failure(
                    NAME,
                    "tagging.device.ids names GPU %d but there are %d, counted from 0"
                        .formatted(id, driver.gpus().size()),
                    "name others"));
  }

  private void examine(List<String> libraries, Findings findings) throws IOException {
    List<String> found = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (String library : libraries) {
      Optional<Path> file = loader.find(library);
      if (file.isPresent()) {
        // the name of the link's target has the full version
        found.add(file.get().toRealPath().getFileName().toString());
      } else {
        missing.add(library);
      }
    }
    if (!missing.isEmpty()) {
      String words = "not found: " + String.join(", ", missing);
      if (config.provider() == DeviceRequest.Choice.AUTO) {
        findings.warning(NAME, words, REMEDY);
      } else {
        findings.failure(NAME, words, REMEDY);
      }
    }
    if (!found.isEmpty()) {
      findings.ok(NAME, "libraries: " + String.join(", ", found));
    }
  }
}
