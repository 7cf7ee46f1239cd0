package dev.tagstream.export.weights.torch;

import dev.tagstream.export.problem.ExportException;
import dev.tagstream.export.weights.torch.StateDictPickle.Pickled;
import dev.tagstream.export.weights.torch.StoredTensor.Storage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A checkpoint in the format before PyTorch 1.6. It has five pickles: a magic number, the version,
 * facts about the machine, the content, and the keys of the storages. Then follow the storages in
 * the order of these keys, each as its number of elements (int64) and the elements.
 */
final class LegacyCheckpoint implements TensorBytes {

  private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
  private static final int VERSION = 1001;

  /** The limit of the pickle in an archive. */
  private static final int MAX_PICKLE_BYTES = 16 << 20;

  private static final String PLACE = "the pickle";

  /** The position of a storage's elements in the file, in bytes. */
  private record Range(long begin, long length) {}

  private final Path file;
  private final FileChannel channel;
  private final Object content;
  private final Map<String, Range> ranges;

  private LegacyCheckpoint(Path file, FileChannel channel) throws IOException {
    this.file = file;
    this.channel = channel;
    int headBytes = (int) Math.min(channel.size(), MAX_PICKLE_BYTES);
    ByteArrayInputStream head = new ByteArrayInputStream(bytes(PLACE, 0, headBytes).array());
    refuseOther("is a pickle, but not of torch.save", MAGIC, next(head));
    refuseOther("must have version 1001 of the format", VERSION, next(head));
    if (!(next(head) instanceof Map<?, ?> machine)
        || !Boolean.TRUE.equals(machine.get("little_endian"))) {
      throw ExportException.in(
          file, "was not written on a little-endian machine; save it again on one");
    }
    Pickled pickled = StateDictPickle.next(file, PLACE, head);
    Object keys = next(head);
    this.content = pickled.content();
    this.ranges = ranges(pickled.storages(), keys, headBytes - head.available());
  }

  static LegacyCheckpoint open(Path file) {
    try {
      return read(file, FileChannel.open(file, StandardOpenOption.READ));
    } catch (IOException e) {
      throw ExportException.in(file, "cannot be read: " + e.getMessage(), e);
    }
  }

  /** The saved content: the result of the fourth pickle. */
  Object content() {
    return content;
  }

  /** PyTorch wrote little-endian elements on every machine. */
  @Override
  public ByteOrder byteOrder() {
    return ByteOrder.LITTLE_ENDIAN;
  }

  @Override
  public long size(String tensor, String storage) {
    return range(tensor, storage).length();
  }

  @Override
  public byte[] read(String tensor, String storage, long offset, int length) {
    try {
      return bytes(tensor, range(tensor, storage).begin() + offset, length).array();
    } catch (IOException e) {
      throw ExportException.in(file, "%s cannot be read: %s".formatted(tensor, e.getMessage()), e);
    }
  }

  @Override
  public String place(String storage) {
    return "the storage " + storage;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw ExportException.in(file, "cannot be closed: " + e.getMessage(), e);
    }
  }

  private Object next(ByteArrayInputStream head) {
    return StateDictPickle.next(file, PLACE, head).content();
  }

  private void refuseOther(String rule, Object expected, Object actual) {
    if (!expected.equals(actual)) {
      throw ExportException.in(file, rule + "; save model.state_dict() with torch.save");
    }
  }

  private Map<String, Range> ranges(Map<String, Storage> storages, Object keys, long begin)
      throws IOException {
    if (!(keys instanceof List<?> list)) {
      throw ExportException.in(file, "has no list of its storages");
    }
    Map<String, Range> found = new LinkedHashMap<>();
    long at = begin;
    for (Object key : list) {
      // only strings are shown: other objects may contain themselves
      String name = key instanceof String text ? text : "without a name";
      Storage storage = storages.get(name);
      if (storage == null || found.containsKey(name)) {
        throw ExportException.in(
            file,
            "lists the storage %s, which no tensor has or which is there twice".formatted(name));
      }
      Range range = range(storage, at);
      found.put(storage.key(), range);
      at = range.begin() + range.length();
    }
    return found;
  }

  private Range range(Storage storage, long at) throws IOException {
    long begin = at + Long.BYTES;
    long elements = bytes(place(storage.key()), at, Long.BYTES).getLong(0);
    int elementBytes = storage.elements().bytes();
    if (elements != storage.length()) {
      throw ExportException.in(
          file,
          "%s has %d elements but must have %d"
              .formatted(place(storage.key()), elements, storage.length()));
    }
    if (elements < 0 || elements > (channel.size() - begin) / elementBytes) {
      throw ExportException.in(
          file,
          "is truncated: %s has %d elements of %s from byte %d on, but the file only %d bytes"
              .formatted(
                  place(storage.key()), elements, storage.elements(), begin, channel.size()));
    }
    return new Range(begin, elements * elementBytes);
  }

  private Range range(String tensor, String storage) {
    Range range = ranges.get(storage);
    if (range == null) {
      throw ExportException.in(
          file, "%s lies in %s, which is missing".formatted(tensor, place(storage)));
    }
    return range;
  }

  private ByteBuffer bytes(String content, long position, int length) throws IOException {
    if (length > channel.size() - position) {
      throw ExportException.in(
          file,
          "is truncated: %s extends to byte %d of %d"
              .formatted(content, position + length, channel.size()));
    }
    ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, position + bytes.position()) < 0) {
        throw new IOException("it ends at byte %d".formatted(position + bytes.position()));
      }
    }
    return bytes.flip();
  }

  private static LegacyCheckpoint read(Path file, FileChannel channel) throws IOException {
    try {
      return new LegacyCheckpoint(file, channel);
    } catch (IOException | ExportException e) {
      channel.close();
      throw e;
    }
  }
}
