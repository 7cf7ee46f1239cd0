package dev.tagstream.export.weights.keras;

import dev.tagstream.export.problem.ExportException;
import io.jhdf.HdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A group of an untrusted HDF5 file. Soft and external links are not followed, and every failure of
 * the library becomes a one-line error.
 */
final class Hdf5Group {

  private static final String PATH_SEPARATOR = "/";

  private final Path file;
  private final long fileBytes;
  private final Group group;

  private Hdf5Group(Path file, long fileBytes, Group group) {
    this.file = file;
    this.fileBytes = fileBytes;
    this.group = group;
  }

  /**
   * The root of a file.
   *
   * @param file for error messages
   * @param bytes the memory-mapped HDF5 file
   * @throws ExportException if it is malformed
   */
  static Hdf5Group root(Path file, ByteBuffer bytes) {
    return guarded(
        file, "", () -> new Hdf5Group(file, bytes.capacity(), HdfFile.fromByteBuffer(bytes)));
  }

  /** The group's path in the file, such as {@code /model_weights}. */
  String path() {
    return guarded(file, "", group::getPath);
  }

  /** The groups in this group by name, in alphabetical order. */
  Map<String, Hdf5Group> groups() {
    Map<String, Hdf5Group> groups = new TreeMap<>();
    nodes()
        .forEach(
            (name, node) -> {
              if (node instanceof Group child) {
                groups.put(name, new Hdf5Group(file, fileBytes, child));
              }
            });
    return groups;
  }

  /** The tensors in this group by name, in alphabetical order. */
  Map<String, Hdf5Tensor> tensors() {
    Map<String, Hdf5Tensor> tensors = new TreeMap<>();
    nodes()
        .forEach(
            (name, node) -> {
              if (node instanceof Dataset dataset) {
                tensors.put(name, tensor(dataset));
              }
            });
    return tensors;
  }

  /**
   * The group at a path below this one.
   *
   * @throws ExportException if there is none
   */
  Hdf5Group group(String path) {
    Hdf5Group at = this;
    for (String name : path.split(PATH_SEPARATOR, -1)) {
      Hdf5Group parent = at;
      if (!(at.nodes().get(name) instanceof Group child)) {
        throw ExportException.in(
            file, "names the group %s, but %s has none".formatted(path, parent.path()));
      }
      at = new Hdf5Group(file, fileBytes, child);
    }
    return at;
  }

  /**
   * The tensor at a path below this one.
   *
   * @throws ExportException if there is none
   */
  Hdf5Tensor tensor(String path) {
    int end = path.lastIndexOf(PATH_SEPARATOR);
    Hdf5Group parent = end < 0 ? this : group(path.substring(0, end));
    if (!(parent.nodes().get(path.substring(end + 1)) instanceof Dataset dataset)) {
      throw ExportException.in(
          file, "names the tensor %s, but %s has none".formatted(path, parent.path()));
    }
    return tensor(dataset);
  }

  /** A string attribute; null if there is none. */
  @Nullable String text(String name) {
    return guarded(
        file, "attribute " + name, () -> value(name) instanceof String text ? text : null);
  }

  /**
   * An attribute that is a list of strings; null if there is none. HDF5 limits the size of an
   * attribute, so Keras splits a long list into attributes whose names end in 0, 1, 2...
   */
  @Nullable List<String> texts(String name) {
    return guarded(
        file,
        "attribute " + name,
        () -> {
          if (group.getAttribute(name) != null) {
            return strings(value(name));
          }
          List<String> texts = new ArrayList<>();
          int part = 0;
          while (group.getAttribute(name + part) != null) {
            texts.addAll(strings(value(name + part)));
            part++;
          }
          return part == 0 ? null : texts;
        });
  }

  private @Nullable Object value(String name) {
    Attribute attribute = group.getAttribute(name);
    return attribute == null ? null : attribute.getData();
  }

  private Map<String, Node> nodes() {
    return guarded(file, "", group::getChildren);
  }

  private Hdf5Tensor tensor(Dataset dataset) {
    return guarded(file, dataset.getName(), () -> new Hdf5Tensor(file, fileBytes, dataset));
  }

  /** NumPy writes an empty list of strings as an empty list of numbers. */
  private static List<String> strings(@Nullable Object value) {
    return value instanceof String[] texts ? Arrays.asList(texts) : List.of();
  }

  /**
   * Calls the library and turns its failures into one-line errors. This includes stack overflows
   * and exhausted memory, because a hostile file may contain circular links and sizes beyond any
   * memory.
   */
  static <T extends @Nullable Object> T guarded(Path file, String place, Supplier<T> read) {
    try {
      return read.get();
    } catch (ExportException e) {
      throw e;
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      throw ExportException.in(
          file,
          "is not a valid HDF5 file%s: %s"
              .formatted(place.isEmpty() ? "" : " at " + place, innermost(e)),
          e);
    }
  }

  private static String innermost(Throwable thrown) {
    Throwable cause = thrown;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }
}
