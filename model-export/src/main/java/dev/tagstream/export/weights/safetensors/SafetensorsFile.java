package dev.tagstream.export.weights.safetensors;

import dev.tagstream.export.problem.ExportException;
import dev.tagstream.export.tensor.NamedTensors;
import dev.tagstream.export.tensor.Tensor;
import dev.tagstream.export.tensor.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.Map;
import java.util.Set;

/** A safetensors file. The positions of all tensors are checked when it is opened. */
public final class SafetensorsFile implements NamedTensors {

  /** The limit of the reference implementation. */
  private static final long MAX_HEADER_BYTES = 100_000_000;

  private final Path file;
  private final FileChannel channel;
  private final Map<String, SafetensorsHeader.Entry> entries;
  private final long dataBegin;

  private SafetensorsFile(Path file, FileChannel channel) throws IOException {
    this.file = file;
    this.channel = channel;
    long afterLength = channel.size() - Long.BYTES;
    long headerBytes = bytes(0, Long.BYTES).getLong(0);
    if (headerBytes < 0 || headerBytes > Math.min(afterLength, MAX_HEADER_BYTES)) {
      throw ExportException.in(
          file,
          "the header claims %s bytes, but the file has %d more and at most %d are allowed"
              .formatted(Long.toUnsignedString(headerBytes), afterLength, MAX_HEADER_BYTES));
    }
    this.dataBegin = Long.BYTES + headerBytes;
    byte[] header = bytes(Long.BYTES, (int) headerBytes).array();
    this.entries = SafetensorsHeader.read(file, header, channel.size() - dataBegin);
  }

  /**
   * Opens a safetensors file.
   *
   * @throws ExportException if it is malformed
   */
  public static SafetensorsFile open(Path file) {
    try {
      return read(file, FileChannel.open(file, StandardOpenOption.READ));
    } catch (IOException e) {
      throw ExportException.in(file, "cannot be read: " + e.getMessage(), e);
    }
  }

  @Override
  public Path file() {
    return file;
  }

  @Override
  public Set<String> names() {
    return Collections.unmodifiableSet(entries.keySet());
  }

  @Override
  public TensorType type(String name) {
    return entry(name).type();
  }

  @Override
  public Tensor read(String name) {
    SafetensorsHeader.Entry entry = entry(name);
    if (entry.type().bytes() > Integer.MAX_VALUE - Long.BYTES) {
      throw ExportException.in(
          file, "%s has %d bytes, more than 2 GiB".formatted(name, entry.type().bytes()));
    }
    try {
      return Tensor.dense(
          entry.type(), bytes(dataBegin + entry.begin(), (int) entry.type().bytes()));
    } catch (IOException e) {
      throw ExportException.in(file, "%s cannot be read: %s".formatted(name, e.getMessage()), e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw ExportException.in(file, "cannot be closed: " + e.getMessage(), e);
    }
  }

  private SafetensorsHeader.Entry entry(String name) {
    SafetensorsHeader.Entry entry = entries.get(name);
    if (entry == null) {
      throw new IllegalArgumentException("no tensor is called " + name);
    }
    return entry;
  }

  private ByteBuffer bytes(long position, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, position + bytes.position()) < 0) {
        throw ExportException.in(
            file, "is truncated: it ends at byte %d".formatted(position + bytes.position()));
      }
    }
    return bytes.flip();
  }

  private static SafetensorsFile read(Path file, FileChannel channel) throws IOException {
    try {
      return new SafetensorsFile(file, channel);
    } catch (IOException | ExportException e) {
      channel.close();
      throw e;
    }
  }
}
