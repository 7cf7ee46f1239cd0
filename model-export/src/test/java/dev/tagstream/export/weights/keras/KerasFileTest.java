package dev.tagstream.export.weights.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.tagstream.export.problem.ExportException;
import dev.tagstream.export.tensor.NamedTensors;
import dev.tagstream.export.tensor.Shape;
import dev.tagstream.export.weights.WeightFile;
import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Keras' files hold, and one test for each way in which one can be malformed. */
final class KerasFileTest {

  private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

  private final Path file;

  KerasFileTest(@TempDir Path folder) {
    this.file = folder.resolve("resnet50.h5");
  }

  @Test
  void callsTensorsAfterTheirLayerAndKind() throws IOException {
    Files.write(file, golden("keras50-legacy.h5"));

    try (NamedTensors tensors = WeightFile.open(file)) {
      assertThat(tensors.names())
          .contains("conv1_conv/kernel", "conv1_bn/moving_variance", "predictions/bias");
      assertThat(tensors.type("conv1_conv/kernel").shape()).isEqualTo(Shape.of(7, 7, 3, 64));
      assertThat(tensors.read("predictions/bias").values()).hasSize(7);
    }
  }

  @Test
  void callsTensorsOfKeras1AsTodays() throws IOException {
    Files.write(file, golden("keras50-original.h5"));

    try (NamedTensors tensors = WeightFile.open(file)) {
      assertThat(tensors.names())
          .contains(
              "conv1/kernel", "bn_conv1/gamma", "bn5c_branch2c/moving_variance", "fc1000/bias");
    }
  }

  @Test
  void tellsNumbersFromNamesInObjectFiles() {
    try (WritableHdfFile hdf = HdfFile.write(file)) {
      WritableGroup vars = hdf.putGroup("layers").putGroup("dense").putGroup("vars");
      vars.putDataset("0", new float[][] {{1, 2, 3}, {4, 5, 6}});
      vars.putDataset("1", new double[] {7, 8, 9});
    }

    try (NamedTensors tensors = WeightFile.open(file)) {
      assertThat(tensors.names()).containsExactly("dense/kernel", "dense/bias");
      assertThat(tensors.read("dense/kernel").values()).containsExactly(1, 2, 3, 4, 5, 6);
      assertThat(tensors.read("dense/bias").values()).containsExactly(7, 8, 9);
    }
  }

  @Test
  void refusesHdf5WithoutWeights() {
    try (WritableHdfFile hdf = HdfFile.write(file)) {
      hdf.putGroup("measurements").putDataset("temperature", new double[] {21.5});
    }

    refuses("is an HDF5 file without Keras weights");
  }

  @Test
  void refusesALayerThatIsNamedButNotThere() {
    try (WritableHdfFile hdf = HdfFile.write(file)) {
      hdf.putAttribute("layer_names", new String[] {"conv1"});
      hdf.putGroup("conv2");
    }

    refuses("names the group conv1, but / has none");
  }

  @Test
  void refusesALayerWithoutItsListOfWeights() {
    try (WritableHdfFile hdf = HdfFile.write(file)) {
      hdf.putAttribute("layer_names", new String[] {"conv1"});
      hdf.putGroup("conv1").putDataset("kernel", new float[] {1});
    }

    refuses("/conv1/ has no attribute weight_names");
  }

  @Test
  void refusesATensorThatIsNamedButNotThere() {
    try (WritableHdfFile hdf = HdfFile.write(file)) {
      hdf.putAttribute("layer_names", new String[] {"conv1"});
      hdf.putGroup("conv1").putAttribute("weight_names", new String[] {"kernel:0"});
    }

    refuses("names the tensor kernel:0, but /conv1/ has none");
  }

  @Test
  void refusesTwoTensorsOfOneName() {
    try (WritableHdfFile hdf = HdfFile.write(file)) {
      hdf.putAttribute("layer_names", new String[] {"conv1", "conv1"});
      WritableGroup conv = hdf.putGroup("conv1");
      conv.putAttribute("weight_names", new String[] {"kernel"});
      conv.putDataset("kernel", new float[] {1});
    }

    refuses("holds more than one layer called conv1");
  }

  @Test
  void refusesATruncatedFile() throws IOException {
    byte[] whole = golden("keras50-legacy.h5");
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));

    refusesInOneLine();
  }

  @Test
  void refusesAFileThatEndsAfterItsSignature() throws IOException {
    Files.write(file, Arrays.copyOf(golden("keras50-legacy.h5"), 8));

    refusesInOneLine();
  }

  @Test
  void refusesATensorThatClaimsMoreThanTheFileHas() throws IOException {
    try (WritableHdfFile hdf = HdfFile.write(file)) {
      hdf.putAttribute("layer_names", new String[] {"conv1"});
      WritableGroup conv = hdf.putGroup("conv1");
      conv.putAttribute("weight_names", new String[] {"kernel"});
      conv.putDataset("kernel", new float[77_777]);
    }
    replace(77_777, 400_000_000);

    assertThatThrownBy(() -> WeightFile.open(file))
        .isInstanceOf(ExportException.class)
        .hasMessageContaining("resnet50.h5: ");
  }

  @Test
  void refusesAnArchiveWithoutWeights() throws IOException {
    zip("config.json", "{}", "metadata.json", "{}");

    refuses("is a Keras archive without model.weights.h5");
  }

  @Test
  void refusesAnArchiveWhoseWeightsAreNoHdf5() throws IOException {
    zip("config.json", "{}", "metadata.json", "{}", "model.weights.h5", "hello");

    refusesInOneLine();
  }

  @Test
  void refusesAnArchiveThatExpandsBeyondMeasure() throws IOException {
    zip("config.json", "{}", "metadata.json", "{}", "model.weights.h5", "\0".repeat(1 << 20));

    assertThatThrownBy(() -> WeightFile.open(file))
        .isInstanceOf(ExportException.class)
        .hasMessageContaining("bytes, more than 100 times");
  }

  /** Bytes changed at random end as weights or as one line, and soon. */
  @Test
  void answersChangedBytesWithWeightsOrOneLine() throws IOException {
    byte[] whole = golden("keras18-small-image.h5");
    Random random = new Random(20261122);
    for (int i = 0; i < 150; i++) {
      byte[] changed = whole.clone();
      for (int at = 0; at < 1 + i % 8; at++) {
        changed[random.nextInt(8, changed.length)] = (byte) random.nextInt(256);
      }
      Files.write(file, changed);
      assertTimeoutPreemptively(LONG_ENOUGH, this::readAll);
    }
  }

  private void readAll() {
    try (NamedTensors tensors = WeightFile.open(file)) {
      tensors.names().forEach(tensors::read);
    } catch (ExportException e) {
      assertThat(e).hasMessageStartingWith(file + ": ").hasMessageNotContaining("\n");
    }
  }

  private void refuses(String problem) {
    assertThatThrownBy(() -> WeightFile.open(file))
        .isInstanceOf(ExportException.class)
        .hasMessage(file + ": " + problem);
  }

  private void refusesInOneLine() {
    assertThatThrownBy(() -> WeightFile.open(file))
        .isInstanceOf(ExportException.class)
        .hasMessageStartingWith(file + ": is not a valid HDF5 file");
  }

  /** Replaces a number wherever the file has it as a little-endian long. */
  private void replace(long number, long other) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 0; at <= bytes.length - Long.BYTES; at++) {
      if (buffer.getLong(at) == number) {
        buffer.putLong(at, other);
      }
    }
    Files.write(file, bytes);
  }

  private void zip(String... namesAndTexts) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (int i = 0; i < namesAndTexts.length; i += 2) {
        zip.putNextEntry(new ZipEntry(namesAndTexts[i]));
        zip.write(namesAndTexts[i + 1].getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  private static byte[] golden(String name) throws IOException {
    try (InputStream packed =
            Objects.requireNonNull(
                KerasFileTest.class.getResourceAsStream("/golden/" + name + ".gz"));
        InputStream unpacked = new GZIPInputStream(packed)) {
      return unpacked.readAllBytes();
    }
  }
}
