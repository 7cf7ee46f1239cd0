package dev.tagstream.pipeline.model.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.tagstream.pipeline.model.Images;
import dev.tagstream.pipeline.model.TagModel;
import dev.tagstream.pipeline.model.TestModels;
import dev.tagstream.pipeline.model.session.DeviceRequest.Choice;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * ONNX Runtime's GPU build, {@code ./mvnw -Pgpu verify}, on a machine without a card: that it runs
 * models on the CPU all the same, and names what the others lack.
 */
class GpuBuildTest {

  private static final int GREEN = 0x00ff00;

  private static final String LACKS =
      "%s:1 cannot run the model: Failed to load library \\S+/libonnxruntime_providers_%s\\.so with"
          + " error: lib\\w+\\.so\\.\\d+: cannot open shared object file: No such file or"
          + " directory; install what it names where the loader finds it \\(ldconfig or"
          + " LD_LIBRARY_PATH\\), or choose cpu";

  @TempDir private static Path folder;

  private static Path file;

  private final CountingLoader loader = new CountingLoader();
  private final GpuLeases gpus = new GpuLeases();
  private final SessionRegistry registry = new SessionRegistry(loader, gpus);

  @BeforeAll
  static void needsTheGpuBuildAndNoCard() {
    assumeThat(OnnxRuntimeBuild.loaded().kind())
        .as("kind of ONNX Runtime's build; -Pgpu takes the other")
        .isEqualTo(OnnxRuntimeBuild.Kind.GPU);
    assumeThat(Path.of("/proc/driver/nvidia/version")).as("a card's driver").doesNotExist();
    file = TestModels.dominantColor().writeTo(folder);
  }

  @AfterEach
  void everySessionIsClosed() {
    assertThat(loader.openSessions()).isZero();
  }

  @Test
  void namesTheLibraryThatCudaLacks() {
    assertThatThrownBy(() -> registry.lease(file, new DeviceRequest(Choice.CUDA, 1), 8))
        .isInstanceOf(UnusableDeviceException.class)
        .hasMessageMatching(LACKS.formatted("cuda", "cuda"));
    // what failed holds no GPU
    assertThat(gpus.take(List.of(0, 1))).isZero();
    assertThat(gpus.take(List.of(0, 1))).isEqualTo(1);
  }

  @Test
  void namesTheLibraryThatTensorRtLacks() {
    assertThatThrownBy(() -> registry.lease(file, new DeviceRequest(Choice.TENSORRT, 1), 8))
        .isInstanceOf(UnusableDeviceException.class)
        .hasMessageMatching(LACKS.formatted("tensorrt", "tensorrt"));
  }

  @Test
  void fallsBackToTheCpuAndKnowsWhy() throws Exception {
    try (TagModel model = registry.lease(file, new DeviceRequest(Choice.AUTO, 1), 8)) {
      assertThat(model.provider()).isEqualTo("cpu");
      assertThat(model.facts().fallback()).matches(LACKS.formatted("cuda", "cuda"));
      assertThat(model.score(Images.uint8(4, 4, GREEN), 1)[1]).isEqualTo(TestModels.PURE_SCORE);
    }
  }

  @Test
  void takesTheCpuWhereThatIsAskedFor() throws Exception {
    try (TagModel model = registry.lease(file, DeviceRequest.cpu(), 8)) {
      assertThat(model.provider()).isEqualTo("cpu");
      assertThat(model.score(Images.uint8(4, 4, GREEN), 1)[1]).isEqualTo(TestModels.PURE_SCORE);
    }
  }
}
