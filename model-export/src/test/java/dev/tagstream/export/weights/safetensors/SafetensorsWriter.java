package dev.tagstream.export.weights.safetensors;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes safetensors to the byte as the reference library does. */
final class SafetensorsWriter {

  /** The data begins at a multiple of this. */
  private static final int ALIGNMENT = 8;

  private final ObjectNode header = new JsonMapper().createObjectNode();
  private final ByteArrayOutputStream data = new ByteArrayOutputStream();

  SafetensorsWriter metadata(String name, String value) {
    header.withObject("/__metadata__").put(name, value);
    return this;
  }

  /**
   * Adds a tensor after those before.
   *
   * @param dtype as the format calls it, such as {@code BF16}
   * @param elements in little-endian order
   */
  SafetensorsWriter tensor(String name, String dtype, int[] shape, byte[] elements) {
    ObjectNode entry = header.putObject(name).put("dtype", dtype);
    for (int size : shape) {
      entry.withArray("shape").add(size);
    }
    entry.withArray("shape");
    int begin = data.size();
    data.writeBytes(elements);
    entry.putArray("data_offsets").add(begin).add(data.size());
    return this;
  }

  void write(Path file) throws IOException {
    byte[] json = header.toString().getBytes(StandardCharsets.UTF_8);
    int padded = (json.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    ByteBuffer bytes =
        ByteBuffer.allocate(Long.BYTES + padded + data.size()).order(ByteOrder.LITTLE_ENDIAN);
    bytes
        .putLong(padded)
        .put(json)
        .put(" ".repeat(padded - json.length).getBytes(StandardCharsets.UTF_8));
    Files.write(file, bytes.put(data.toByteArray()).array());
  }
}
