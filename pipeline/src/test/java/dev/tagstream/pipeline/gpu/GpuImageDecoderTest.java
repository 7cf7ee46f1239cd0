package dev.tagstream.pipeline.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.image.BatchDecoder.Outcome;
import dev.tagstream.pipeline.image.ImageDecoder;
import dev.tagstream.pipeline.image.ImageLimits;
import dev.tagstream.pipeline.record.UnreadableImageException;
import dev.tagstream.schemas.model.Preprocessing;
import dev.tagstream.schemas.model.Preprocessing.ChannelOrder;
import dev.tagstream.schemas.model.Resize;
import dev.tagstream.schemas.model.Size;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class GpuImageDecoderTest {

  private static final Path IMAGES = Path.of("src", "test", "resources", "image");
  private static final ImageLimits LIMITS = new ImageLimits(20_000_000, 50_000_000, 20_000);

  private static final Preprocessing IMAGE_NET =
      new Preprocessing(
          new Resize(Resize.Rule.SHORTEST_SIDE, 256, 256, Resize.Filter.BILINEAR, true),
          new Size(224, 224),
          ChannelOrder.RGB,
          1 / 255.0,
          List.of(0.485, 0.456, 0.406),
          List.of(0.229, 0.224, 0.225));

  @Test
  void saysWhatAMachineWithoutADriverLacks() {
    assumeTrue(!hasDriver(), "this machine has a driver");

    assertThatThrownBy(() -> GpuImageDecoder.open(0, IMAGE_NET, LIMITS))
        .isInstanceOf(GpuException.class)
        .hasMessage(
            "libcuda.so.1 does not load: libcuda.so.1: cannot open shared object file: No such file or directory; install the NVIDIA driver");
  }

  @Test
  void decodesEveryImageAsTheCpuDoes() throws Exception {
    assumeTrue(hasDriver(), "this machine has no GPU");
    List<ByteRange> encoded = images();

    try (GpuImageDecoder gpu = GpuImageDecoder.open(0, IMAGE_NET, LIMITS);
        ImageDecoder cpu = new ImageDecoder(IMAGE_NET, LIMITS)) {
      List<Outcome> outcomes = gpu.decode(encoded);
      for (int i = 0; i < encoded.size(); i++) {
        requireSame(outcomes.get(i), cpu, encoded.get(i));
      }
      assertThat(gpu.decodedOnCard()).isPositive();
      assertThat(gpu.refusedByCard()).isZero();
    }
  }

  private static void requireSame(Outcome outcome, ImageDecoder cpu, ByteRange encoded) {
    try {
      byte[] expected = cpu.decode(encoded).pixels().rgb();
      assertThat(outcome)
          .isInstanceOfSatisfying(
              Outcome.Success.class,
              made -> assertThat(made.image().pixels().rgb()).startsWith(expected));
    } catch (UnreadableImageException unreadable) {
      assertThat(outcome)
          .isInstanceOfSatisfying(
              Outcome.Failure.class,
              failure -> assertThat(failure.why()).hasMessage(unreadable.getMessage()));
    }
  }

  private static List<ByteRange> images() throws IOException {
    try (Stream<Path> files = Files.list(IMAGES)) {
      return files
          .filter(file -> !file.toString().endsWith(".rgb"))
          .sorted()
          .map(GpuImageDecoderTest::read)
          .toList();
    }
  }

  private static ByteRange read(Path file) {
    try {
      return ByteRange.of(Files.readAllBytes(file));
    } catch (IOException unreadable) {
      throw new AssertionError(unreadable);
    }
  }

  private static boolean hasDriver() {
    try {
      Gpu.open(0).close();
      return true;
    } catch (GpuException none) {
      return false;
    }
  }
}
