package dev.tagstream.export.weights.keras;

import dev.tagstream.export.problem.ExportException;
import dev.tagstream.export.tensor.ElementType;
import dev.tagstream.export.tensor.Shape;
import dev.tagstream.export.tensor.Tensor;
import dev.tagstream.export.tensor.TensorType;
import io.jhdf.api.Dataset;
import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.object.datatype.FloatingPoint;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A dataset of an HDF5 file. Its size has been checked against the file's. */
final class Hdf5Tensor {

  /**
   * The highest plausible compression ratio: trained weights hardly compress, and even half-pruned
   * ones stay below 10.
   */
  private static final long MAX_RATIO = 100;

  private final Path file;
  private final Dataset dataset;
  private final @Nullable TensorType type;

  /**
   * Checks a dataset.
   *
   * @throws ExportException if it declares more data than the file can contain
   */
  Hdf5Tensor(Path file, long fileBytes, Dataset dataset) {
    this.file = file;
    this.dataset = dataset;
    this.type = typeOf(dataset);
    if (type != null) {
      boolean compressed = dataset instanceof ChunkedDataset;
      long most = compressed ? fileBytes * MAX_RATIO : fileBytes;
      if (type.bytes() > Math.min(most, Integer.MAX_VALUE - Long.BYTES)) {
        throw ExportException.in(
            file,
            "%s claims %d bytes, but the whole file has %d"
                .formatted(dataset.getPath(), type.bytes(), fileBytes));
      }
    }
  }

  /**
   * The tensor's type; empty if its elements are not floating-point numbers of a supported kind.
   */
  Optional<TensorType> type() {
    return Optional.ofNullable(type);
  }

  /**
   * Reads the tensor as float32.
   *
   * @throws ExportException if it cannot be read
   */
  Tensor read() {
    return Hdf5Group.guarded(
        file,
        dataset.getPath(),
        () -> {
          Shape shape = type().orElseThrow().shape();
          Object values = shape.elements() == 0 ? new float[0] : dataset.getDataFlat();
          return new Tensor(
              shape, values instanceof double[] wide ? narrowed(wide) : floats(values));
        });
  }

  private float[] floats(Object values) {
    if (values instanceof float[] floats) {
      return floats;
    }
    throw ExportException.in(file, dataset.getPath() + " has no data");
  }

  private static float[] narrowed(double[] wide) {
    float[] values = new float[wide.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) wide[i];
    }
    return values;
  }

  private static @Nullable TensorType typeOf(Dataset dataset) {
    if (!(dataset.getDataType() instanceof FloatingPoint number)) {
      return null;
    }
    ElementType elements =
        switch (number.getBitPrecision() + "/" + number.getExponentSize()) {
          case "16/5" -> ElementType.FLOAT16;
          case "32/8" -> ElementType.FLOAT32;
          case "64/11" -> ElementType.FLOAT64;
          default -> null;
        };
    int[] sizes = dataset.getDimensions();
    return elements == null || dataset.getDataType().getSize() != elements.bytes()
        ? null
        : new TensorType(elements, Shape.of(Arrays.stream(sizes).asLongStream().toArray()));
  }
}
