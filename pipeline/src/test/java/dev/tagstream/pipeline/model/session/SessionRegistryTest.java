package dev.tagstream.pipeline.model.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtProvider;
import dev.tagstream.pipeline.model.Images;
import dev.tagstream.pipeline.model.TagModel;
import dev.tagstream.pipeline.model.TestModels;
import dev.tagstream.schemas.model.OutputSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class SessionRegistryTest {

  private static final int GREEN = 0x00ff00;

  private final CountingLoader loader = new CountingLoader();
  private final SessionRegistry registry = new SessionRegistry(loader, new GpuLeases());

  @AfterEach
  void everySessionIsClosed() {
    assertThat(loader.openSessions()).isZero();
  }

  @Test
  void sharesOneSessionAmongLeasesOfTheSameModel(@TempDir Path folder) throws Exception {
    Path file = TestModels.dominantColor().writeTo(folder);
    Path copy = Files.copy(file, folder.resolve("copy.onnx"));

    TagModel first = registry.lease(file, DeviceRequest.cpu(), 8);
    TagModel second = registry.lease(copy, DeviceRequest.cpu(), 32);
    assertThat(loader.openSessions()).isEqualTo(1);

    first.close();
    assertThat(loader.openSessions()).isEqualTo(1);
    assertThat(second.score(Images.uint8(4, 4, GREEN), 1)[1]).isEqualTo(TestModels.PURE_SCORE);

    second.close();
    assertThat(loader.openSessions()).isZero();
  }

  @Test
  void holdsOneSessionForEachModel(@TempDir Path folder) {
    Path one = TestModels.dominantColor().writeTo(folder, "one.onnx");
    Path other = TestModels.dominantColor().probabilities().writeTo(folder, "other.onnx");

    try (TagModel ofOne = registry.lease(one, DeviceRequest.cpu(), 8);
        TagModel ofOther = registry.lease(other, DeviceRequest.cpu(), 8)) {
      assertThat(loader.openSessions()).isEqualTo(2);
      assertThat(ofOne.contract().output().kind()).isEqualTo(OutputSpec.Kind.LOGITS);
      assertThat(ofOther.contract().output().kind()).isEqualTo(OutputSpec.Kind.PROBABILITIES);
    }
  }

  @Test
  void loadsOnceForThreadsThatAskAtTheSameTimeAndRunsForAllOfThem(@TempDir Path folder)
      throws Exception {
    Path file = TestModels.dominantColor().writeTo(folder);
    CountDownLatch leased = new CountDownLatch(8);
    Callable<Float> task =
        () -> {
          try (TagModel model = registry.lease(file, DeviceRequest.cpu(), 8)) {
            leased.countDown();
            leased.await();
            assertThat(loader.openSessions()).isEqualTo(1);
            return model.score(Images.uint8(4, 4, GREEN), 1)[1];
          }
        };

    assertThat(inThreads(8, task)).hasSize(8).containsOnly(TestModels.PURE_SCORE);
  }

  @Test
  void keepsThreadsConstantOverFiftyCycles(@TempDir Path folder) throws Exception {
    Path proc = Path.of("/proc/self/task");
    assumeThat(proc).as("counts threads as Linux does").isDirectory();
    Path file = TestModels.dominantColor().writeTo(folder);
    openAndClose(file);
    int before = count(proc);

    for (int cycle = 0; cycle < 50; cycle++) {
      openAndClose(file);
    }

    // the JVM may start a few of its own
    assertThat(count(proc)).isLessThan(before + 10);
  }

  @Test
  void leavesNothingOfAFailedLoad(@TempDir Path folder) {
    Path file = TestModels.failsAlways().writeTo(folder);

    assertThatThrownBy(() -> registry.lease(file, DeviceRequest.cpu(), 8))
        .isInstanceOf(UnusableModelException.class)
        .hasMessageStartingWith(file + ": ONNX Runtime 1.")
        .hasMessageContaining("cannot run a blank image through it: Non-zero status code")
        .message()
        .doesNotContain("\n");
    assertThat(loader.openSessions()).isZero();
  }

  @Test
  void saysWhatIsMissingForAnExplicitCuda(@TempDir Path folder) {
    assumeThat(OrtEnvironment.getAvailableProviders())
        .as("needs the CPU build of ONNX Runtime")
        .doesNotContain(OrtProvider.CUDA);
    Path file = TestModels.dominantColor().writeTo(folder);

    assertThatThrownBy(() -> registry.lease(file, cuda(1), 8))
        .isInstanceOf(UnusableDeviceException.class)
        .hasMessage(
            "cuda:1 cannot run the model: Failed to find CUDA shared provider; this is ONNX"
                + " Runtime's CPU build: replace it with the GPU build (onnxruntime_gpu), or"
                + " choose cpu");
  }

  @Test
  void saysWhatIsMissingForAnExplicitTensorRt(@TempDir Path folder) {
    assumeThat(OrtEnvironment.getAvailableProviders())
        .as("needs the CPU build of ONNX Runtime")
        .doesNotContain(OrtProvider.TENSOR_RT);
    Path file = TestModels.dominantColor().writeTo(folder);
    DeviceRequest tensorRt = new DeviceRequest(DeviceRequest.Choice.TENSORRT, 0);

    assertThatThrownBy(() -> registry.lease(file, tensorRt, 8))
        .isInstanceOf(UnusableDeviceException.class)
        .hasMessageStartingWith(
            "tensorrt:0 cannot run the model: Failed to find TensorRT shared provider; ");
  }

  @Test
  void fallsBackToTheCpuWhereCudaDoesNotLoad(@TempDir Path folder) throws Exception {
    assumeThat(OrtEnvironment.getAvailableProviders())
        .as("needs the CPU build of ONNX Runtime")
        .doesNotContain(OrtProvider.CUDA);
    Path file = TestModels.dominantColor().writeTo(folder);
    DeviceRequest auto = new DeviceRequest(DeviceRequest.Choice.AUTO, 0);

    try (TagModel model = registry.lease(file, auto, 8)) {
      assertThat(model.provider()).isEqualTo("cpu");
      assertThat(model.facts().device()).isEqualTo("cpu");
      assertThat(model.facts().fallback()).startsWith("cuda:0 cannot run the model: ");
      assertThat(model.score(Images.uint8(4, 4, GREEN), 1)[1]).isEqualTo(TestModels.PURE_SCORE);
    }
  }

  @Test
  void saysNothingOfAFallbackWhereTheCpuWasAskedFor(@TempDir Path folder) {
    Path file = TestModels.dominantColor().writeTo(folder);

    try (TagModel model = registry.lease(file, DeviceRequest.cpu(), 8)) {
      assertThat(model.facts().device()).isEqualTo("cpu");
      assertThat(model.facts().fallback()).isNull();
    }
  }

  @Test
  void refusesToRunOnceGivenBack(@TempDir Path folder) {
    Path file = TestModels.dominantColor().writeTo(folder);
    TagModel model = registry.lease(file, DeviceRequest.cpu(), 8);
    model.close();
    model.close();

    assertThatThrownBy(() -> model.score(Images.uint8(4, 4, GREEN), 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the lease of test-colors was released");
  }

  @Test
  void closesSafelyWhileOthersRun(@TempDir Path folder) throws Exception {
    Path file = TestModels.dominantColor().size(64, 64).writeTo(folder);
    for (int cycle = 0; cycle < 20; cycle++) {
      TagModel model = registry.lease(file, DeviceRequest.cpu(), 8);
      CountDownLatch running = new CountDownLatch(3);
      Thread closer =
          new Thread(
              () -> {
                try {
                  running.await();
                } catch (InterruptedException e) {
                  throw new AssertionError(e);
                }
                model.close();
              });
      closer.start();

      assertThat(inThreads(3, () -> runsUntilClosed(model, running)))
          .containsOnly("the lease of test-colors was released");
      closer.join();
    }
  }

  private static String runsUntilClosed(TagModel model, CountDownLatch running) throws Exception {
    var image = Images.uint8(64, 64, GREEN);
    try {
      while (true) {
        assertThat(model.score(image, 1)[1]).isEqualTo(TestModels.PURE_SCORE);
        running.countDown();
      }
    } catch (IllegalStateException closed) {
      return String.valueOf(closed.getMessage());
    }
  }

  private void openAndClose(Path file) throws Exception {
    try (TagModel model = registry.lease(file, DeviceRequest.cpu(), 8)) {
      assertThat(model.score(Images.uint8(4, 4, GREEN), 1)).hasSize(3);
      assertThat(loader.openSessions()).isEqualTo(1);
    }
  }

  private static int count(Path proc) throws Exception {
    try (var tasks = Files.list(proc)) {
      return (int) tasks.count();
    }
  }

  private static <T> List<T> inThreads(int threads, Callable<T> task) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<T>> futures = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        futures.add(pool.submit(task));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> future : futures) {
        results.add(future.get());
      }
      return results;
    } finally {
      pool.shutdownNow();
    }
  }

  private static DeviceRequest cuda(int id) {
    return new DeviceRequest(DeviceRequest.Choice.CUDA, id);
  }
}
