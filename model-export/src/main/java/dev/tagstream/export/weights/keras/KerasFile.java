package dev.tagstream.export.weights.keras;

import dev.tagstream.export.problem.ExportException;
import dev.tagstream.export.tensor.NamedTensors;
import dev.tagstream.export.tensor.Tensor;
import dev.tagstream.export.tensor.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Weights that Keras saved: an HDF5 file as all versions of Keras write it, or a {@code .keras}
 * archive. The file is mapped, so that only what is read lies in memory.
 */
public final class KerasFile implements NamedTensors {

  private final Path file;
  private final Map<String, Hdf5Tensor> tensors;

  private KerasFile(Path file, Map<String, Hdf5Tensor> tensors) {
    this.file = file;
    this.tensors = tensors;
  }

  /**
   * Opens an HDF5 file.
   *
   * @throws ExportException if it is malformed or holds no Keras weights
   */
  public static KerasFile open(Path file) {
    return of(file, map(file, file), LayerNames.NONE);
  }

  /** Whether a zip archive is one that Keras saved. */
  public static boolean isArchive(Path file) {
    return KerasArchive.isOne(file);
  }

  /**
   * Opens a {@code .keras} archive.
   *
   * @throws ExportException if it is malformed
   */
  public static KerasFile openArchive(Path file) {
    try (KerasArchive archive = KerasArchive.open(file)) {
      LayerNames names = LayerNames.in(file, archive.config());
      return of(file, map(file, archive.weights()), names);
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
    return tensor(name).type().orElseThrow();
  }

  @Override
  public Tensor read(String name) {
    return tensor(name).read();
  }

  /** Nothing is open: a mapped file needs no channel. */
  @Override
  public void close() {}

  private Hdf5Tensor tensor(String name) {
    Hdf5Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("no tensor is called " + name);
    }
    return tensor;
  }

  /**
   * Reads the tensors of an HDF5 file.
   *
   * @param file for error messages
   * @param bytes what it holds
   * @param names the layers' own names, where something beside the file tells them
   * @throws ExportException if it is malformed or holds no Keras weights
   */
  static KerasFile of(Path file, ByteBuffer bytes, LayerNames names) {
    Hdf5Group root = Hdf5Group.root(file, bytes);
    Hdf5Group legacy = root.groups().getOrDefault(LegacyLayers.WHOLE_MODEL, root);
    List<String> layers = LegacyLayers.namesIn(legacy);
    return new KerasFile(
        file,
        layers != null
            ? LegacyLayers.tensors(file, legacy, layers)
            : ObjectLayers.tensors(file, root, names));
  }

  /**
   * Maps a file.
   *
   * @param file for error messages
   */
  private static ByteBuffer map(Path file, Path content) {
    try (FileChannel channel = FileChannel.open(content, StandardOpenOption.READ)) {
      if (channel.size() > Integer.MAX_VALUE) {
        throw ExportException.in(file, "has %d bytes, more than 2 GiB".formatted(channel.size()));
      }
      return channel.map(MapMode.READ_ONLY, 0, channel.size());
    } catch (IOException e) {
      throw ExportException.in(file, "cannot be read: " + e.getMessage(), e);
    }
  }
}
