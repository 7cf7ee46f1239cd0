package dev.tagstream.export.weights.safetensors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.export.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is written is read, by us and by the reference library, whose file {@code
 * make_golden_safetensors.py} made: our writer's bytes are those of that file.
 */
final class SafetensorsRoundTripTest {

  private static final float INFINITY = Float.POSITIVE_INFINITY;

  private final Path file;

  SafetensorsRoundTripTest(@TempDir Path folder) {
    this.file = folder.resolve("net.safetensors");
  }

  @Test
  void readsEveryFloatingTypeOfTheReferenceLibrary() throws IOException {
    Files.write(file, reference());

    try (SafetensorsFile tensors = SafetensorsFile.open(file)) {
      assertThat(tensors.read("layer.float64").values())
          .containsExactly(
              0f, -0f, 1f, -2.5f, 1 / 3f, 65504f, 6e-8f, INFINITY, -INFINITY, Float.NaN);
      assertThat(tensors.read("layer.float32").values())
          .containsExactly(tensors.read("layer.float64").values());
      assertThat(tensors.read("layer.bfloat16").values())
          .containsExactly(
              0f, -0f, 1f, -2.5f, 0x1.56p-2f, 65536f, 0x1.02p-24f, INFINITY, -INFINITY, Float.NaN);
      assertThat(tensors.read("layer.float16").values())
          .containsExactly(
              0f, -0f, 1f, -2.5f, 0x1.554p-2f, 65504f, 0x1p-24f, INFINITY, -INFINITY, Float.NaN);
      assertThat(tensors.read("scalar").values()).containsExactly(1.5f);
      assertThat(tensors.read("empty").values()).isEmpty();
      assertThat(tensors.type("empty").shape()).hasToString("[0, 3]");
      assertThat(tensors.type("layer.bfloat16").shape()).hasToString("[1, 10, 1]");
    }
  }

  @Test
  void writesTheBytesOfTheReferenceLibrary() throws IOException {
    byte[] reference = reference();
    int dataBytes = 8 + 10 * 8 + 10 * 4 + 4 + 10 * 2 + 10 * 2;
    ByteBuffer data = ByteBuffer.wrap(reference, reference.length - dataBytes, dataBytes);

    new SafetensorsWriter()
        .metadata("format", "pt")
        .tensor("num_batches_tracked", "I64", new int[] {}, next(data, 8))
        .tensor("layer.float64", "F64", new int[] {5, 2}, next(data, 80))
        .tensor("empty", "F32", new int[] {0, 3}, new byte[0])
        .tensor("layer.float32", "F32", new int[] {2, 5}, next(data, 40))
        .tensor("scalar", "F32", new int[] {}, next(data, 4))
        .tensor("layer.bfloat16", "BF16", new int[] {1, 10, 1}, next(data, 20))
        .tensor("layer.float16", "F16", new int[] {10}, next(data, 20))
        .write(file);

    assertThat(file).hasBinaryContent(reference);
  }

  @Test
  void readsWhateverNamesShapesAndNumbersWereWritten() throws IOException {
    Random random = new Random(20261122);
    for (int round = 0; round < 200; round++) {
      SafetensorsWriter writer = new SafetensorsWriter();
      Map<String, Written> written = new LinkedHashMap<>();
      for (int i = random.nextInt(12); i >= 0; i--) {
        String name = i + randomName(random);
        Written tensor = Written.random(random);
        written.put(name, tensor);
        writer.tensor(name, tensor.dtype(), tensor.shape(), tensor.bytes());
      }
      writer.write(file);

      assertReads(written);
    }
  }

  private void assertReads(Map<String, Written> written) {
    try (SafetensorsFile tensors = SafetensorsFile.open(file)) {
      assertThat(tensors.names()).containsExactlyInAnyOrderElementsOf(written.keySet());
      written.forEach(
          (name, expected) -> {
            Tensor tensor = tensors.read(name);
            assertThat(tensor.shape().sizes())
                .containsExactly(
                    Arrays.stream(expected.shape()).asLongStream().boxed().toArray(Long[]::new));
            assertThat(tensor.values()).containsExactly(expected.values());
          });
    }
  }

  /**
   * A tensor as it was written.
   *
   * @param bytes its elements, little-endian
   * @param values what they are as float32
   */
  private record Written(String dtype, int[] shape, byte[] bytes, float[] values) {

    private static final List<String> DTYPES = List.of("F64", "F32", "BF16", "F16");

    static Written random(Random random) {
      String dtype = DTYPES.get(random.nextInt(DTYPES.size()));
      int[] shape = random.ints(random.nextInt(5), 0, 6).toArray();
      int elements = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
      ByteBuffer bytes = ByteBuffer.allocate(elements * 8).order(ByteOrder.LITTLE_ENDIAN);
      float[] values = new float[elements];
      for (int i = 0; i < elements; i++) {
        values[i] = put(dtype, random, bytes);
      }
      return new Written(dtype, shape, Arrays.copyOf(bytes.array(), bytes.position()), values);
    }

    /** Any bits, so that infinities, subnormal numbers and what is none come, too. */
    private static float put(String dtype, Random random, ByteBuffer bytes) {
      int bits = random.nextInt();
      switch (dtype) {
        case "F64" -> {
          double number = Double.longBitsToDouble(random.nextLong());
          bytes.putDouble(number);
          return (float) number;
        }
        case "F32" -> {
          bytes.putInt(bits);
          return Float.intBitsToFloat(bits);
        }
        case "BF16" -> {
          bytes.putShort((short) (bits >> 16));
          return Float.intBitsToFloat(bits & 0xffff0000);
        }
        default -> {
          bytes.putShort((short) bits);
          return half(bits & 0xffff);
        }
      }
    }

    /** IEEE 754 binary16 by its definition: sign, 5 bits of exponent, 10 of fraction. */
    private static float half(int bits) {
      int sign = (bits & 0x8000) == 0 ? 1 : -1;
      int exponent = (bits >> 10) & 31;
      float fraction = (bits & 1023) / 1024f;
      if (exponent == 31) {
        return fraction == 0 ? sign * INFINITY : Float.NaN;
      }
      return exponent == 0
          ? Math.scalb(sign * fraction, -14)
          : Math.scalb(sign * (1 + fraction), exponent - 15);
    }
  }

  /** Letters of all kinds, quotes, line ends and characters of two UTF-16 units. */
  private static String randomName(Random random) {
    StringBuilder name = new StringBuilder();
    String letters = "a.Z0_/\"\\\n\u0001\u00e9\u65e5";
    for (int i = random.nextInt(20); i > 0; i--) {
      name.append(
          random.nextInt(9) == 0
              ? "\ud83d\ude00"
              : letters.charAt(random.nextInt(letters.length())));
    }
    return name.toString();
  }

  private static byte[] next(ByteBuffer data, int length) {
    byte[] bytes = new byte[length];
    data.get(bytes);
    return bytes;
  }

  private static byte[] reference() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            SafetensorsRoundTripTest.class.getResourceAsStream("/golden/reference.safetensors"))) {
      return in.readAllBytes();
    }
  }
}
