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

/**
 * A checkpoint of {@code torch.save}. The positions of all tensors are checked when it is opened.
 */
public final class TorchCheckpoint implements NamedTensors {

  private final Path file;
  private final TensorBytes bytes;
  private final ByteOrder byteOrder;
  private final String key;
  private final Map<String, StoredTensor> tensors;

  private TorchCheckpoint(Path file, TensorBytes bytes, StateDict.Found weights) {
    this.file = file;
    this.bytes = bytes;
    this.byteOrder = bytes.byteOrder();
    this.key = weights.key();
    this.tensors = weights.tensors();
    tensors.forEach(this::check);
  }

  /**
   * Opens a checkpoint in the format since PyTorch 1.6, a zip archive.
   *
   * @throws ExportException if it is malformed, or its weights cannot be found
   */
  public static TorchCheckpoint open(Path file) {
    CheckpointArchive archive = CheckpointArchive.open(file);
    try {
      Object content = StateDictPickle.read(file, archive.pickle());
      return new TorchCheckpoint(file, archive, StateDict.in(file, content));
    } catch (ExportException e) {
      archive.close();
      throw e;
    }
  }

  /**
   * Opens a checkpoint in the format before PyTorch 1.6.
   *
   * @throws ExportException if it is malformed, or its weights cannot be found
   */
  public static TorchCheckpoint openLegacy(Path file) {
    LegacyCheckpoint legacy = LegacyCheckpoint.open(file);
    try {
      return new TorchCheckpoint(file, legacy, StateDict.in(file, legacy.content()));
    } catch (ExportException e) {
      legacy.close();
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
  public String key() {
    return key;
  }

  @Override
  public TensorType type(String name) {
    return tensor(name).type();
  }

  @Override
  public Tensor read(String name) {
    StoredTensor tensor = tensor(name);
    int elementBytes = tensor.storage().elements().bytes();
    long length = tensor.span() * elementBytes;
    if (length > Integer.MAX_VALUE - Long.BYTES) {
      throw ExportException.in(file, "%s has %d bytes, more than 2 GiB".formatted(name, length));
    }
    byte[] span =
        bytes.read(name, tensor.storage().key(), tensor.offset() * elementBytes, (int) length);
    ByteBuffer data = ByteBuffer.wrap(span).order(byteOrder);
    return tensor.isDense()
        ? Tensor.dense(tensor.type(), data)
        : Tensor.strided(tensor.type(), tensor.strides(), data);
  }

  @Override
  public void close() {
    bytes.close();
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
    long size = bytes.size(name, storage.key());
    if (size / storage.elements().bytes() != storage.length()
        || size % storage.elements().bytes() != 0) {
      throw ExportException.in(
          file,
          "%s lies in %s, which has %d bytes where %d elements of %s were expected"
              .formatted(
                  name, bytes.place(storage.key()), size, storage.length(), storage.elements()));
    }
  }
}
