package dev.tagstream.export.weights.torch;

import dev.tagstream.export.tensor.NamedTensors;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes checkpoints as torch.save does, and malformed ones as it never would. */
public final class CheckpointWriter {

  private final ByteArrayOutputStream pickle = new ByteArrayOutputStream();
  private final Map<String, byte[]> entries = new LinkedHashMap<>();

  /** Begins a state_dict. */
  public CheckpointWriter() {
    raw(0x80, 2).global("collections", "OrderedDict").raw(')', 'R', '(');
  }

  /** All tensors of a file, as float32, but those of some names. */
  public static CheckpointWriter copyOf(NamedTensors tensors, String... omitted) {
    CheckpointWriter writer = new CheckpointWriter();
    for (String name : tensors.names()) {
      if (!List.of(omitted).contains(name) && tensors.type(name).elements().isFloating()) {
        writer.floats(name, tensors.type(name).shape().sizes(), tensors.read(name).values());
      }
    }
    return writer;
  }

  /** A dense float32 tensor in a storage of its own. */
  public CheckpointWriter floats(String name, List<Long> shape, float... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    List<Long> strides = new ArrayList<>();
    long stride = 1;
    for (int i = shape.size() - 1; i >= 0; i--) {
      strides.add(0, stride);
      stride *= shape.get(i);
    }
    return tensor(name, "FloatStorage", bytes.array(), values.length, 0, shape, strides);
  }

  /** A tensor with everything said, right or wrong. */
  public CheckpointWriter tensor(
      String name,
      String storageType,
      byte[] storage,
      int storageLength,
      int offset,
      List<Long> shape,
      List<Long> strides) {
    String key = String.valueOf(entries.size());
    entries.put("data/" + key, storage);
    text(name).global("torch._utils", "_rebuild_tensor_v2").raw('(');
    raw('(').text("storage").global("torch", storageType).text(key).text("cpu");
    number(storageLength).raw('t', 'Q').number(offset);
    tuple(shape).tuple(strides);
    return raw(0x89).global("collections", "OrderedDict").raw(')', 'R', 't', 'R');
  }

  /** Bytes of the pickle as they are. */
  public CheckpointWriter raw(int... bytes) {
    for (int value : bytes) {
      pickle.write(value);
    }
    return this;
  }

  public CheckpointWriter global(String module, String name) {
    pickle.writeBytes(("c" + module + "\n" + name + "\n").getBytes(StandardCharsets.UTF_8));
    return this;
  }

  public CheckpointWriter text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    raw('X').littleEndian(bytes.length);
    pickle.writeBytes(bytes);
    return this;
  }

  public CheckpointWriter number(int number) {
    return raw('J').littleEndian(number);
  }

  /** An entry of the archive besides those of the tensors, or instead of one. */
  public CheckpointWriter entry(String name, byte[] bytes) {
    entries.put(name, bytes);
    return this;
  }

  /** The pickle so far, ended well. */
  public byte[] pickle() {
    raw('u', '.');
    return pickle.toByteArray();
  }

  /** Writes the checkpoint, compressed. */
  public Path write(Path file) {
    return writeWith(pickle(), file);
  }

  /** Writes the checkpoint with another pickle. */
  public Path writeWith(byte[] otherPickle, Path file) {
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      put(zip, "data.pkl", otherPickle);
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        put(zip, entry.getKey(), entry.getValue());
      }
      return file;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void put(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    zip.putNextEntry(new ZipEntry("any-folder/" + name));
    zip.write(bytes);
    zip.closeEntry();
  }

  private CheckpointWriter tuple(List<Long> numbers) {
    raw('(');
    numbers.forEach(number -> number(number.intValue()));
    return raw('t');
  }

  private CheckpointWriter littleEndian(int value) {
    return raw(value, value >> 8, value >> 16, value >> 24);
  }
}
