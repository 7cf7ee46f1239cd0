package dev.tagstream.cli.doctor.machine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * NVIDIA's driver and GPUs on this machine.
 *
 * @param version such as {@code 535.104.05}; empty if there is none
 * @param gpus one line for each GPU, its number first, such as {@code 0, NVIDIA H100, 81559 MiB};
 *     empty if nvidia-smi does not report them
 */
record NvidiaDriver(Optional<String> version, List<String> gpus) {

  private static final Path KERNEL_MODULE = Path.of("/proc/driver/nvidia/version");
  private static final Pattern VERSION = Pattern.compile("Kernel Module.*?\\s(\\d+(\\.\\d+)+)");

  private static final int PATIENCE_SECONDS = 20;

  /**
   * Asks the kernel and {@code nvidia-smi} for the driver. Some sandboxes, and WSL, have a driver
   * but no such kernel module.
   */
  static NvidiaDriver find() throws InterruptedException {
    Optional<String> version = kernelModule();
    if (version.isEmpty()) {
      version = ask("driver_version").stream().findFirst();
    }
    return new NvidiaDriver(version, ask("index,name,memory.total"));
  }

  /** The version in the kernel module's description. */
  static Optional<String> version(String kernelModule) {
    Matcher version = VERSION.matcher(kernelModule);
    return version.find() ? Optional.of(version.group(1)) : Optional.empty();
  }

  private static Optional<String> kernelModule() {
    try {
      return version(Files.readString(KERNEL_MODULE));
    } catch (IOException none) {
      return Optional.empty();
    }
  }

  /** One line for each GPU. */
  private static List<String> ask(String fields) throws InterruptedException {
    try {
      Process smi =
          new ProcessBuilder("nvidia-smi", "--query-gpu=" + fields, "--format=csv,noheader")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!smi.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        smi.destroyForcibly();
        return List.of();
      }
      String printed = new String(smi.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return smi.exitValue() == 0 ? printed.lines().toList() : List.of();
    } catch (IOException none) {
      return List.of();
    }
  }
}
