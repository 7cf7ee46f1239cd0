package dev.tagstream.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtProvider;
import dev.tagstream.cli.option.DefaultImageLimits;
import dev.tagstream.console.ImageFile;
import dev.tagstream.console.ImageFolder;
import dev.tagstream.pipeline.image.ImageDecoder;
import dev.tagstream.pipeline.image.PixelNormalizer;
import dev.tagstream.pipeline.model.ModelContract;
import dev.tagstream.pipeline.model.TagModel;
import dev.tagstream.pipeline.model.session.DeviceRequest;
import dev.tagstream.pipeline.model.session.DeviceRequest.Choice;
import dev.tagstream.pipeline.model.session.ModelFile;
import dev.tagstream.pipeline.model.session.SessionRegistry;
import dev.tagstream.pipeline.model.session.UnusableDeviceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The bundled model on a real card; skipped where there is none, or with the CPU build. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class CudaCardTest {

  private static final int BATCH = 16;
  private static final Path MODEL =
      Checkout.path().resolve("deploy/cli/demo/model/fashion-resnet50.onnx");
  private static final DeviceRequest CUDA = new DeviceRequest(Choice.CUDA, 0);

  /** What the driver and cuDNN take beside the sessions may move by so much. */
  private static final int MEMORY_TOLERANCE_MIB = 32;

  @BeforeAll
  static void needsACard() {
    assumeTrue(
        OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA),
        "skipped: this is the CPU build of ONNX Runtime; build with -Pgpu");
    assumeTrue(Files.exists(Path.of("/dev/nvidia0")), "skipped: there is no NVIDIA card here");
  }

  @Test
  void tagsTheBundledImagesAsTheCpuDoes() throws Exception {
    List<byte[]> rows = rows();
    try (TagModel cpu = SessionRegistry.ofProcess().lease(MODEL, DeviceRequest.cpu(), BATCH);
        TagModel cuda = SessionRegistry.ofProcess().lease(MODEL, CUDA, BATCH)) {
      assertThat(cuda.provider()).isEqualTo("cuda");
      int classes = cpu.contract().output().classes();
      float largest = 0;
      int from = 0;
      for (int images = 1; from < rows.size(); images = images % BATCH + 1) {
        List<byte[]> batch = rows.subList(from, Math.min(from + images, rows.size()));
        float[] expected = cpu.score(input(batch), batch.size());
        float[] scores = cuda.score(input(batch), batch.size());
        for (int image = 0; image < batch.size(); image++) {
          assertThat(best(scores, image, classes)).isEqualTo(best(expected, image, classes));
        }
        for (int i = 0; i < expected.length; i++) {
          largest = Math.max(largest, Math.abs(expected[i] - scores[i]));
        }
        from += batch.size();
      }
      System.out.printf("largest difference of %d images: %g%n", rows.size(), largest);
      assertThat(largest).isLessThan(1e-5f);
    }
  }

  @Test
  void takesNoMoreMemoryForManyCallers() throws Exception {
    List<byte[]> rows = rows().subList(0, BATCH);
    try (TagModel cuda = SessionRegistry.ofProcess().lease(MODEL, CUDA, BATCH)) {
      runFromNewThreads(cuda, rows, 20);
      int before = usedMebibytes();
      runFromNewThreads(cuda, rows, 400);
      int after = usedMebibytes();
      System.out.printf("memory of the card: %d MiB, after 400 threads %d MiB%n", before, after);
      assertThat(after - before).isLessThanOrEqualTo(MEMORY_TOLERANCE_MIB);
    }
  }

  @Test
  void givesItsMemoryBack() throws Exception {
    openAndClose();
    int before = usedMebibytes();
    for (int session = 0; session < 5; session++) {
      openAndClose();
    }
    int after = usedMebibytes();
    System.out.printf("memory of the card: %d MiB, five sessions later %d MiB%n", before, after);
    assertThat(after - before).isLessThanOrEqualTo(MEMORY_TOLERANCE_MIB);
  }

  /** The first one: a session of a real card opens after it. */
  @Test
  @Order(Integer.MIN_VALUE)
  void saysThatACardIsNotThere() {
    assertThatThrownBy(
            () ->
                SessionRegistry.ofProcess().lease(MODEL, new DeviceRequest(Choice.CUDA, 99), BATCH))
        .isInstanceOf(UnusableDeviceException.class)
        .hasMessageStartingWith("cuda:99 cannot run the model: there is no card 99: ")
        .message()
        .doesNotContain("\n");
  }

  private static void openAndClose() throws Exception {
    try (TagModel cuda = SessionRegistry.ofProcess().lease(MODEL, CUDA, BATCH)) {
      assertThat(cuda.score(input(rows().subList(0, 3)), 3)).isNotEmpty();
    }
  }

  /** Each batch from a thread of its own, of another size. */
  private static void runFromNewThreads(TagModel model, List<byte[]> rows, int threads)
      throws InterruptedException {
    List<Thread> callers = new ArrayList<>();
    List<Throwable> failures = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      List<byte[]> batch = rows.subList(0, i % rows.size() + 1);
      Thread caller =
          new Thread(
              () -> {
                try {
                  model.score(input(batch), batch.size());
                } catch (Exception | Error failure) {
                  synchronized (failures) {
                    failures.add(failure);
                  }
                }
              });
      callers.add(caller);
      caller.start();
    }
    for (Thread caller : callers) {
      caller.join();
    }
    assertThat(failures).isEmpty();
  }

  private static List<byte[]> rows() throws Exception {
    ModelContract contract = ModelFile.read(MODEL);
    PixelNormalizer normalizer =
        new PixelNormalizer(
            contract.preprocessing(), contract.input().type(), contract.input().layout());
    List<byte[]> rows = new ArrayList<>();
    try (ImageDecoder decoder =
        new ImageDecoder(contract.preprocessing(), DefaultImageLimits.ofTheJob())) {
      for (ImageFile file : ImageFolder.list(Checkout.path().resolve("deploy/cli/demo/images"))) {
        if (!file.id().startsWith("broken/")) {
          byte[] encoded = Files.readAllBytes(file.path());
          rows.add(normalizer.normalize(decoder.decode(encoded).pixels()).clone());
        }
      }
    }
    return rows;
  }

  private static ByteBuffer input(List<byte[]> rows) {
    ByteBuffer input =
        ByteBuffer.allocateDirect(rows.size() * rows.get(0).length).order(ByteOrder.nativeOrder());
    rows.forEach(input::put);
    return input.flip();
  }

  private static int best(float[] scores, int image, int classes) {
    int best = 0;
    for (int i = 1; i < classes; i++) {
      if (scores[image * classes + i] > scores[image * classes + best]) {
        best = i;
      }
    }
    return best;
  }

  private static int usedMebibytes() throws IOException {
    Process query =
        new ProcessBuilder(
                "nvidia-smi", "--id=0", "--query-gpu=memory.used", "--format=csv,noheader,nounits")
            .start();
    String used = new String(query.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return Integer.parseInt(used.strip());
  }
}
