package dev.tagstream.export.weights;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.export.problem.ExportException;
import dev.tagstream.export.tensor.NamedTensors;
import dev.tagstream.export.weights.torch.CheckpointWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Broken weight files by the thousand: each is read or refused in one line. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class MutantWeightsTest {

  private static final long SEED = 20_261_122;
  private static final int MUTANTS = 2_000;

  /** Fewer, as each is a whole network. */
  private static final int MUTANTS_OF_KERAS = 100;

  private static final Path KERAS =
      Path.of("src", "test", "resources", "golden", "keras18-small-image.h5.gz");

  private static final Path LEGACY =
      Path.of("src", "test", "resources", "checkpoints", "legacy.pth");

  /** At the edges of numbers of 8, 16, 32 and 64 bits. */
  private static final long[] EDGES = {
    0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 0x7FFF_FFFFL, 0x8000_0000L, Long.MAX_VALUE, -1
  };

  private static final String SAFETENSORS_HEADER =
      """
      {"__metadata__":{"format":"pt"},"b":{"dtype":"F16","shape":[2],"data_offsets":[8,12]},\
      "a":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]}}""";

  private final Random random = new Random(SEED);
  private final Path file;

  MutantWeightsTest(@TempDir Path folder) {
    this.file = folder.resolve("mutant");
  }

  @Test
  void mutantsOfCheckpointsAreReadOrRefused() throws IOException {
    byte[] checkpoint = Files.readAllBytes(checkpoint().write(file));
    int read = 0;
    for (int i = 0; i < MUTANTS; i++) {
      Files.write(file, mutant(checkpoint));
      read += readOrRefused(i);
    }
    assertThat(read).isBetween(1, MUTANTS - 1);
  }

  @Test
  void mutantsOfPicklesAreReadOrRefused() {
    byte[] pickle = checkpoint().pickle();
    int read = 0;
    for (int i = 0; i < MUTANTS; i++) {
      // an archive checks its sums, so what is to reach the pickle's reader goes in before
      checkpoint().writeWith(mutant(pickle), file);
      read += readOrRefused(i);
    }
    assertThat(read).isBetween(1, MUTANTS - 1);
  }

  @Test
  void mutantsOfLegacyCheckpointsAreReadOrRefused() throws IOException {
    byte[] legacy = Files.readAllBytes(LEGACY);
    int read = 0;
    for (int i = 0; i < MUTANTS; i++) {
      Files.write(file, mutant(legacy));
      read += readOrRefused(i);
    }
    assertThat(read).isBetween(1, MUTANTS - 1);
  }

  @Test
  void mutantsOfSafetensorsAreReadOrRefused() throws IOException {
    byte[] header = SAFETENSORS_HEADER.getBytes(StandardCharsets.UTF_8);
    byte[] whole =
        ByteBuffer.allocate(Long.BYTES + header.length + 12)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(header.length)
            .put(header)
            .array();
    int read = 0;
    for (int i = 0; i < MUTANTS; i++) {
      Files.write(file, mutant(whole));
      read += readOrRefused(i);
    }
    assertThat(read).isBetween(1, MUTANTS - 1);
  }

  @Test
  void mutantsOfKerasFilesAreReadOrRefused() throws IOException {
    byte[] keras;
    try (InputStream packed = new GZIPInputStream(Files.newInputStream(KERAS))) {
      keras = packed.readAllBytes();
    }
    int read = 0;
    for (int i = 0; i < MUTANTS_OF_KERAS; i++) {
      Files.write(file, mutant(keras));
      read += readOrRefused(i);
    }
    assertThat(read).isBetween(1, MUTANTS_OF_KERAS - 1);
  }

  /** 1 if it was read. */
  private int readOrRefused(int number) {
    try (NamedTensors tensors = WeightFile.open(file)) {
      for (String name : tensors.names()) {
        if (tensors.type(name).elements().isFloating()) {
          tensors.read(name);
        }
      }
      return 1;
    } catch (ExportException refused) {
      assertThat(refused).hasMessageStartingWith(file + ": ").hasMessageNotContaining("\n");
      return 0;
    } catch (RuntimeException | Error unexpected) {
      throw new AssertionError("mutant %d of seed %d".formatted(number, SEED), unexpected);
    }
  }

  private byte[] mutant(byte[] original) {
    byte[] bytes = original.clone();
    do {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(6)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(Byte.SIZE));
        case 1 -> bytes[at] = (byte) random.nextInt(256);
        case 2 -> bytes[at] = bytes[random.nextInt(bytes.length)];
        case 3 -> setNumber(bytes, at);
        case 4 -> bytes = Arrays.copyOf(bytes, at + 1);
        default -> System.arraycopy(bytes, 0, bytes, at, Math.min(at, bytes.length - at));
      }
    } while (random.nextInt(3) == 0);
    return bytes;
  }

  private void setNumber(byte[] bytes, int at) {
    byte[] number =
        ByteBuffer.allocate(Long.BYTES)
            .order(random.nextBoolean() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN)
            .putLong(EDGES[random.nextInt(EDGES.length)])
            .array();
    int width = 1 << random.nextInt(4);
    System.arraycopy(number, 0, bytes, at, Math.min(width, bytes.length - at));
  }

  private static CheckpointWriter checkpoint() {
    return new CheckpointWriter()
        .floats("conv1.weight", List.of(2L, 3L), 1, 2, 3, 4, 5, 6)
        .floats("fc.bias", List.of(4L), 1, 2, 3, 4)
        .floats("scalar", List.of(), 7);
  }
}
