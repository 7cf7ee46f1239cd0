package dev.tagstream.export.weights.keras;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tagstream.export.problem.ExportException;
import dev.tagstream.export.tensor.LayerStep;
import dev.tagstream.export.tensor.LayerTensors;
import dev.tagstream.export.tensor.LayeredTensors;
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
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A file that Keras saved: an HDF5 file of any version of Keras, or a {@code .keras} archive. The
 * file is memory-mapped.
 */
public final class KerasFile implements NamedTensors, LayeredTensors {

  private static final String MODEL_CONFIG = "model_config";
  private static final String KERAS_VERSION = "keras_version";

  private final Path file;
  private final ModelLayers layers;
  private final @Nullable Description description;
  private final Supplier<Map<String, Hdf5Tensor>> named;
  private @Nullable Map<String, Hdf5Tensor> tensors;

  private KerasFile(
      Path file,
      ModelLayers layers,
      @Nullable Description description,
      Supplier<Map<String, Hdf5Tensor>> named) {
    this.file = file;
    this.layers = layers;
    this.description = description;
    this.named = named;
    if (description == null) {
      tensors();
    }
  }

  /**
   * Opens an HDF5 file.
   *
   * @throws ExportException if it is malformed or contains no Keras weights
   */
  public static KerasFile open(Path file) {
    return of(file, map(file, file), null);
  }

  /** Whether a zip file is a {@code .keras} archive. */
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
      Description description =
          new Description(archive.config(), versionIn(file, archive.metadata()));
      return of(file, map(file, archive.weights()), description);
    }
  }

  @Override
  public Path file() {
    return file;
  }

  @Override
  public Optional<Description> description() {
    return Optional.ofNullable(description);
  }

  @Override
  public LayerTensors layer(List<LayerStep> way) {
    return layers.layer(way);
  }

  @Override
  public Set<String> layerNames() {
    return layers.names();
  }

  @Override
  public int layerTensors() {
    return layers.tensors();
  }

  @Override
  public Set<String> names() {
    return Collections.unmodifiableSet(tensors().keySet());
  }

  @Override
  public TensorType type(String name) {
    return tensor(name).type().orElseThrow();
  }

  @Override
  public Tensor read(String name) {
    return tensor(name).read();
  }

  /** Does nothing: a memory-mapped file needs no open channel. */
  @Override
  public void close() {}

  private Hdf5Tensor tensor(String name) {
    Hdf5Tensor tensor = tensors().get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("no tensor is called " + name);
    }
    return tensor;
  }

  private Map<String, Hdf5Tensor> tensors() {
    Map<String, Hdf5Tensor> found = tensors == null ? named.get() : tensors;
    tensors = found;
    return found;
  }

  /**
   * Reads an HDF5 file.
   *
   * @param file for error messages
   * @param bytes its content
   * @param beside the description of the model from outside the HDF5 file; null to use the file's
   *     own
   * @throws ExportException if it is malformed or contains no Keras weights
   */
  static KerasFile of(Path file, ByteBuffer bytes, @Nullable Description beside) {
    Hdf5Group root = Hdf5Group.root(file, bytes);
    Hdf5Group legacy = root.groups().getOrDefault(LegacyLayers.WHOLE_MODEL, root);
    List<String> layers = LegacyLayers.namesIn(legacy);
    if (layers == null) {
      return new KerasFile(
          file, new ArchiveLayers(file, root), beside, () -> ObjectLayers.tensors(file, root));
    }
    return new KerasFile(
        file,
        LegacyModelLayers.of(file, legacy, layers),
        beside != null ? beside : descriptionIn(root),
        () -> LegacyLayers.tensors(file, legacy, layers));
  }

  private static @Nullable Description descriptionIn(Hdf5Group root) {
    String config = root.text(MODEL_CONFIG);
    String version = root.text(KERAS_VERSION);
    return config == null ? null : new Description(config, version == null ? "" : version);
  }

  private static String versionIn(Path file, String metadata) {
    try {
      return new JsonMapper().readTree(metadata).path(KERAS_VERSION).asText();
    } catch (JsonProcessingException e) {
      throw ExportException.in(
          file, "metadata.json is not valid JSON: " + e.getOriginalMessage(), e);
    }
  }

  /**
   * Maps a file into memory.
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
