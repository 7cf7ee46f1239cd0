package dev.tagstream.pipeline.gpu;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The NVIDIA cards of this machine, by what its driver says. */
public final class NvidiaCard {

  /** One of them is there where the driver of an NVIDIA card is: on Linux, and on WSL. */
  private static final List<Path> DEVICES = List.of(Path.of("/dev/nvidiactl"), Path.of("/dev/dxg"));

  private NvidiaCard() {}

  /** Whether there is one, without loading anything of CUDA. */
  public static boolean isHere() {
    return DEVICES.stream().anyMatch(Files::exists);
  }

  /**
   * Refuses a card that the driver does not have. ONNX Runtime must not be asked for one: after
   * that, its next session was seen to end the process in native code.
   *
   * @param id from 0
   * @throws GpuException if the driver has no such card or does not start; without a driver,
   *     nothing is thrown
   */
  public static void require(int id) {
    CudaDriver driver;
    try {
      driver = CudaDriver.load();
    } catch (GpuException noDriver) {
      return; // ONNX Runtime names what its provider lacks
    }
    require(driver, id);
  }

  static void require(CudaDriver driver, int id) {
    int cards = Gpu.count(driver);
    if (id >= cards) {
      throw new GpuException(
          "there is no card %d: the driver has %d, numbered from 0".formatted(id, cards));
    }
  }
}
