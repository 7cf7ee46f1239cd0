package dev.tagstream.bench.gpu;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tagstream.console.UserErrorException;
import java.io.IOException;

/** The memory of a GPU that all processes use. */
public final class CardMemory {

  private CardMemory() {}

  /**
   * Asks {@code nvidia-smi}.
   *
   * @param gpu from 0
   * @return MiB in use
   * @throws UserErrorException if it gives no number
   */
  public static long usedMebibytes(int gpu) throws IOException {
    Process nvidiaSmi =
        new ProcessBuilder(
                "nvidia-smi",
                "--id=" + gpu,
                "--query-gpu=memory.used",
                "--format=csv,noheader,nounits")
            .redirectErrorStream(true)
            .start();
    String answer = new String(nvidiaSmi.getInputStream().readAllBytes(), UTF_8).strip();
    try {
      return Long.parseLong(answer);
    } catch (NumberFormatException noNumber) {
      throw new UserErrorException(
          "nvidia-smi must give the used memory of GPU %d in MiB but says: %s"
              .formatted(gpu, answer));
    }
  }
}
