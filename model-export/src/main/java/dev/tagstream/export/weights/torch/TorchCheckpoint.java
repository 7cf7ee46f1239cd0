package dev.tagstream.export.weights.torch;

import dev.tagstream.export.problem.ExportException;
import dev.tagstream.export.tensor.NamedTensors;
import dev.tagstream.export.tensor.Tensor;
import dev.tagstream.export.tensor.TensorType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Set;

/** A checkpoint of {@code torch.save}. Every tensor's place was checked when it was opened. */
public final class TorchCheckpoint implements NamedTensors {

  private final Path file;
  private final CheckpointArchive archive;
  private final ByteOrder byteOrder;
  private final Map<String, StoredTensor> tensors;

  private TorchCheckpoint(Path file, CheckpointArchive archive) {
    this.file = file;
    this.archive = archive;
    this.byteOrder = archive.byteOrder();
    this.tensors = StateDict.in(file, StateDictPickle.read(file, archive.pickle()));
    tensors.forEach(this::check);
  }

  /**
   * Opens a checkpoint.
   *
   * @throws ExportException if it is malformed or holds more than weights need
   */
  public static TorchCheckpoint open(Path file) {
    CheckpointArchive archive = CheckpointArchive.open(file);
    try {
      return new TorchCheckpoint(file, archive);
    } catch (ExportException e) {
      archive.close();
      throw e;
    }
  }

  @Override
  public Path file() {
    return file;
  }

  @Override
  public Set<String> names() {
    return Collections.unmodifiableSet(tensors.keySet());
  }

  @Override
  public TensorType type(String name) {
    return tensor(name).type();
  }

  @Override
  public Tensor read(String name) {
    StoredTensor tensor = tensor(name);
    int elementBytes = tensor.storage().elements().bytes();
    long bytes = tensor.span() * elementBytes;
    if (bytes > Integer.MAX_VALUE - Long.BYTES) {
      throw ExportException.in(file, "%s has %d bytes, more than 2 GiB".formatted(name, bytes));
    }
    byte[] span = archive.read(name, entry(tensor), tensor.offset() * elementBytes, (int) bytes);
    ByteBuffer data = ByteBuffer.wrap(span).order(byteOrder);
    return tensor.isDense()
        ? Tensor.dense(tensor.type(), data)
        : Tensor.strided(tensor.type(), tensor.strides(), data);
  }

  @Override
  public void close() {
    archive.close();
  }

  private StoredTensor tensor(String name) {
    StoredTensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("no tensor is called " + name);
    }
    return tensor;
  }

  private void check(String name, StoredTensor tensor) {
    String brokenRule = tensor.brokenRule();
    if (!brokenRule.isEmpty()) {
      throw ExportException.in(file, name + " " + brokenRule);
    }
    StoredTensor.Storage storage = tensor.storage();
    long bytes = archive.size(name, entry(tensor));
    if (bytes / storage.elements().bytes() != storage.length()
        || bytes % storage.elements().bytes() != 0) {
      throw ExportException.in(
          file,
          "%s lies in %s, which has %d bytes where %d elements of %s were expected"
              .formatted(name, entry(tensor), bytes, storage.length(), storage.elements()));
    }
  }

  private static String entry(StoredTensor tensor) {
    return "data/" + tensor.storage().key();
  }
}
