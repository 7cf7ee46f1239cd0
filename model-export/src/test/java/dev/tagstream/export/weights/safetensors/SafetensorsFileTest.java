package dev.tagstream.export.weights.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagstream.export.problem.ExportException;
import dev.tagstream.export.tensor.NamedTensors;
import dev.tagstream.export.weights.WeightFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SafetensorsFileTest {

  private final Path file;

  SafetensorsFileTest(@TempDir Path folder) {
    this.file = folder.resolve("net.safetensors");
  }

  @Test
  void readsTensorsInAnyOrderOfTheHeader() throws IOException {
    write(
        """
        {"__metadata__":{"format":"pt"},
         "b":{"dtype":"F16","shape":[2],"data_offsets":[8,12]},
         "a":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]}}""",
        ByteBuffer.allocate(12)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putFloat(1.5f)
            .putFloat(-2)
            .putShort((short) 0x3c00)
            .putShort((short) 0xfc00)
            .array());

    try (NamedTensors tensors = WeightFile.open(file)) {
      assertThat(tensors.names()).containsExactly("a", "b");
      assertThat(tensors.type("a").shape()).hasToString("[2, 1]");
      assertThat(tensors.read("a").values()).containsExactly(1.5f, -2);
      assertThat(tensors.read("b").values()).containsExactly(1, Float.NEGATIVE_INFINITY);
    }
  }

  @Test
  void aHeaderMayHaveTheLengthWithWhichAPickleBegins() throws IOException {
    String json = "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}";
    write(json + " ".repeat(0x80 - json.length()), new byte[4]);

    try (NamedTensors tensors = WeightFile.open(file)) {
      assertThat(tensors.names()).containsExactly("a");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        // out of range
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,12]}}"
            + "| w: data_offsets [0, 12] do not lie in the 8 bytes of data",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]}}"
            + "| w: data_offsets [8, 0] do not lie in the 8 bytes of data",
        // wrong size
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,8]}}"
            + "| w: data_offsets [0, 8] hold 8 bytes but [3] of float32 needs 12",
        // a product that overflows
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,8]}}"
            + "| w: data_offsets [0, 8] hold 8 bytes but [4294967296, 4294967296] of float32 needs 9223372036854775807",
        // overlap, hole, rest
        "{\"v\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}"
            + "| w: data_offsets begin at byte 4, before byte 8 where the tensor before ends",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}"
            + "| w: data_offsets begin at byte 4, after a hole from byte 0 where the tensor before ends",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}"
            + "| the tensors end at byte 4 of 8 of the data",
        // wrong kinds
        "{\"w\":{\"dtype\":\"F4\",\"shape\":[2],\"data_offsets\":[0,8]}}"
            + "| w: dtype must be F32, F16, BF16 or F64 but is \"F4\"",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}}"
            + "| w: shape must be whole numbers from 0 on but are [-2]",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":2,\"data_offsets\":[0,8]}}"
            + "| w: shape must be an array but is 2",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0]}}"
            + "| w: data_offsets must be two numbers but are [0]",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}"
            + "| the header is not valid JSON: Duplicate field 'w'",
        "{\"w\""
            + "| the header is not valid JSON: Unexpected end-of-input within/between Object entries",
      })
  void refusesAHeaderThatBreaksARule(String header, String problem) throws IOException {
    write(header, new byte[8]);

    refuses(problem);
  }

  @Test
  void refusesAHeaderLongerThanTheFile() throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(20).order(ByteOrder.LITTLE_ENDIAN);
    Files.write(file, bytes.putLong(1L << 40).put((byte) '{').array());

    refuses(
        "the header claims 1099511627776 bytes, but the file has 12 more and at most 100000000 are allowed");
  }

  @Test
  void refusesAFileCutShortInItsData() throws IOException {
    write("{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}", new byte[5]);

    refuses("w: data_offsets [0, 8] do not lie in the 5 bytes of data");
  }

  private void write(String header, byte[] data) throws IOException {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    Files.write(
        file,
        ByteBuffer.allocate(Long.BYTES + json.length + data.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(json.length)
            .put(json)
            .put(data)
            .array());
  }

  private void refuses(String problem) {
    assertThatThrownBy(() -> WeightFile.open(file))
        .isInstanceOf(ExportException.class)
        .hasMessage(file + ": " + problem);
  }
}
