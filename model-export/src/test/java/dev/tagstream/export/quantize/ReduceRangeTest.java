package dev.tagstream.export.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class ReduceRangeTest {

  private static final Path CPU = Path.of("/proc/cpuinfo");

  @Test
  void onTakes7BitsAndOffTakes8() {
    assertThat(ReduceRange.ON.weights()).isEqualTo(WeightRange.REDUCED);
    assertThat(ReduceRange.OFF.weights()).isEqualTo(WeightRange.FULL);
  }

  @Test
  void theProbeFindsOutWhatTheCpuSaysOfItself() throws IOException {
    assumeTrue(System.getProperty("os.arch").equals("amd64") && Files.exists(CPU), "not x86 Linux");
    boolean hasVnni = Files.readString(CPU).contains("vnni");

    assertThat(ReduceRange.AUTO.weights())
        .isEqualTo(hasVnni ? WeightRange.FULL : WeightRange.REDUCED);
  }
}
