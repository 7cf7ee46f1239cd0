package dev.tagstream.bench.model;

import dev.tagstream.bench.image.Workload;
import dev.tagstream.console.Console;
import dev.tagstream.embedded.TemporaryFolder;
import dev.tagstream.schemas.model.Precision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The model that a benchmark runs. A model made for the benchmark is deleted when it is closed. */
public final class BenchmarkModel implements AutoCloseable {

  private final Path file;
  private final String name;
  private final @Nullable TemporaryFolder folder;

  private BenchmarkModel(Path file, String name, @Nullable TemporaryFolder folder) {
    this.file = file;
    this.name = name;
    this.folder = folder;
  }

  /** Writes a model's file. */
  @FunctionalInterface
  private interface Writer {
    void write(Path file) throws IOException;
  }

  /** The user's model, which is not deleted on close. */
  public static BenchmarkModel given(Path file) {
    return new BenchmarkModel(file, file.toString(), null);
  }

  /**
   * A {@link TrivialModel}.
   *
   * @param seed of its weights
   */
  public static BenchmarkModel trivial(long seed) throws IOException {
    return made("trivial, seed " + seed, file -> TrivialModel.write(file, seed));
  }

  /**
   * A ResNet-50 of random weights that takes uint8 pixels of 224x224.
   *
   * @param work its images calibrate an int8 model
   * @param seed of the weights
   */
  public static BenchmarkModel randomResNet50(
      Precision precision, Workload work, long seed, Console console) throws IOException {
    return made(
        randomName(precision, seed),
        file -> RandomResNet50.write(file, precision, work, seed, console));
  }

  /**
   * The same in float32, for pixels that the pipeline normalizes.
   *
   * @param seed of the weights
   */
  public static BenchmarkModel randomResNet50OfFloat32Input(long seed) throws IOException {
    return made(
        randomName(Precision.FLOAT32, seed),
        file -> RandomResNet50.writeOfFloat32Input(file, seed));
  }

  private static BenchmarkModel made(String name, Writer writer) throws IOException {
    TemporaryFolder folder = TemporaryFolder.create("tagstream-bench-");
    try {
      Path file = folder.path().resolve("model.onnx");
      writer.write(file);
      return new BenchmarkModel(file, name, folder);
    } catch (Throwable e) {
      folder.close();
      throw e;
    }
  }

  private static String randomName(Precision precision, long seed) {
    return "ResNet-50 at 224x224, %s, random weights of seed %d"
        .formatted(precision.name().toLowerCase(Locale.ROOT), seed);
  }

  /** The path of the model file. */
  public Path file() {
    return file;
  }

  /** The name in the report. */
  public String name() {
    return name;
  }

  @Override
  public void close() {
    if (folder != null) {
      folder.close();
    }
  }
}
