package dev.tagstream.pipeline.gpu;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Whether this machine has an NVIDIA card with a driver. */
public final class NvidiaCard {

  /** One of them is there where the driver of an NVIDIA card is: on Linux, and on WSL. */
  private static final List<Path> DEVICES = List.of(Path.of("/dev/nvidiactl"), Path.of("/dev/dxg"));

  private NvidiaCard() {}

  /** Whether there is one, without loading anything of CUDA. */
  public static boolean isHere() {
    return DEVICES.stream().anyMatch(Files::exists);
  }
}
