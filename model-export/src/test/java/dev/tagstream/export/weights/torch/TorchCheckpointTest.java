package dev.tagstream.export.weights.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagstream.export.problem.ExportException;
import dev.tagstream.export.tensor.NamedTensors;
import dev.tagstream.export.weights.WeightFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TorchCheckpointTest {

  private final Path file;

  TorchCheckpointTest(@TempDir Path folder) {
    this.file = folder.resolve("net.pth");
  }

  @Test
  void readsTransposedViewsByTheirStridesAndOffsets() {
    byte[] storage = floats(ByteOrder.LITTLE_ENDIAN, 9, 1, 2, 3, 4, 5, 6);
    new CheckpointWriter()
        .tensor("w", "FloatStorage", storage, 7, 1, List.of(3L, 2L), List.of(1L, 3L))
        .write(file);

    assertThat(read("w")).containsExactly(1, 4, 2, 5, 3, 6);
  }

  @Test
  void readsHalfBrainFloatAndDoubleAsFloat32() {
    byte[] doubles = new byte[16];
    ByteBuffer.wrap(doubles).order(ByteOrder.LITTLE_ENDIAN).putDouble(0.5).putDouble(-3);
    new CheckpointWriter()
        .tensor("half", "HalfStorage", shorts(0x3c00, 0xc000, 0x0001, 0x7bff), 4, 0, of(4), of(1))
        .tensor("brain", "BFloat16Storage", shorts(0x3f80, 0xc040), 2, 0, of(2), of(1))
        .tensor("double", "DoubleStorage", doubles, 2, 0, of(2), of(1))
        .write(file);

    assertThat(read("half")).containsExactly(1, -2, 0x1p-24f, 65504);
    assertThat(read("brain")).containsExactly(1, -3);
    assertThat(read("double")).containsExactly(0.5f, -3);
  }

  @Test
  void readsBigEndianStorages() {
    new CheckpointWriter()
        .tensor("w", "FloatStorage", floats(ByteOrder.BIG_ENDIAN, 1, -2), 2, 0, of(2), of(1))
        .entry("byteorder", "big".getBytes(StandardCharsets.US_ASCII))
        .write(file);

    assertThat(read("w")).containsExactly(1, -2);
  }

  @Test
  void findsTheStateDictBesideAnOptimizersState() {
    // {"epoch": 3, "model": {"w": ...}, "lr": None}
    CheckpointWriter writer = new CheckpointWriter().text("epoch").number(3).text("model");
    writer.raw('}', '(').floats("w", of(1), 7).raw('u').text("lr").raw('N').write(file);

    assertThat(read("w")).containsExactly(7);
  }

  @Test
  void refusesAFileCutShort() throws IOException {
    new CheckpointWriter().floats("w", of(1), 7).write(file);
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));

    refuses("is not a whole zip archive: zip END header not found");
  }

  @Test
  void refusesAPickleCutShort() {
    CheckpointWriter writer = new CheckpointWriter().floats("w", of(1), 7);
    byte[] pickle = writer.pickle();
    writer.writeWith(Arrays.copyOf(pickle, 100), file);

    refuses("data.pkl is truncated: it ends at byte 100 without its end mark");
  }

  @Test
  void refusesAnOpcodeThatWeightsDoNotNeed() {
    new CheckpointWriter().raw('i').write(file);

    refuses(
        "data.pkl has the pickle opcode 0x69 at byte 30, which weights do not need;"
            + " save only model.state_dict()");
  }

  @Test
  void refusesAFunctionThatRunsPrograms() {
    new CheckpointWriter().text("x").global("os", "system").write(file);

    refuses("data.pkl names os.system, with which Python would run code; do not trust this file");
  }

  @Test
  void refusesAStringLongerThanThePickle() {
    new CheckpointWriter().raw('X', 0xff, 0xff, 0xff, 0x7f).write(file);

    refuses("data.pkl is not a valid pickle of weights at byte 35");
  }

  @Test
  void passesOverADictionaryAsItsOwnKey() {
    // {}: memo 0; items: (memo 0, None)
    new CheckpointWriter().raw('}', 'q', 0, '(', 'h', 0, 'N', 'u', 'N').write(file);

    refuses("contains no weights, only []; save model.state_dict()");
  }

  @Test
  void refusesATensorThatBeginsBeyondItsStorage() {
    byte[] storage = new byte[8 * Float.BYTES];
    new CheckpointWriter()
        .tensor("layer1.w", "FloatStorage", storage, 8, 5, List.of(2L, 2L), List.of(2L, 1L))
        .write(file);

    refuses("layer1.w spans 4 elements from element 5 on, but its storage 0 has only 8");
  }

  @Test
  void refusesATensorLargerThanItsStorage() {
    new CheckpointWriter()
        .tensor("w", "FloatStorage", new byte[4], 1, 0, List.of(1000000000L), List.of(0L))
        .write(file);

    refuses("w has 1000000000 elements [1000000000] but its storage 0 only 1");
  }

  @Test
  void refusesNegativeStrides() {
    new CheckpointWriter()
        .tensor("w", "FloatStorage", new byte[8], 2, 1, of(2), List.of(-1L))
        .write(file);

    refuses("w has the shape [2] but the strides [-1]");
  }

  @Test
  void refusesFewerStridesThanDimensions() {
    new CheckpointWriter()
        .tensor("w", "FloatStorage", new byte[8], 2, 0, List.of(2L, 1L), List.of())
        .write(file);

    refuses("w has the shape [2, 1] but the strides []");
  }

  @Test
  void refusesAStorageOfTheWrongSize() {
    new CheckpointWriter()
        .tensor("w", "FloatStorage", new byte[12], 4, 0, of(4), of(1))
        .write(file);

    refuses("w lies in data/0, which has 12 bytes where 4 elements of float32 were expected");
  }

  @Test
  void refusesAStorageThatIsMissing() {
    CheckpointWriter writer = new CheckpointWriter().floats("w", of(1), 7);
    new CheckpointWriter().writeWith(writer.pickle(), file);

    refuses("w lies in any-folder/data/0, which is missing from the archive");
  }

  @Test
  void refusesAZipBomb() throws IOException {
    int elements = 4 << 20;
    byte[] incompressible = new byte[1 << 20];
    new Random(1).nextBytes(incompressible);
    new CheckpointWriter()
        .tensor("w", "FloatStorage", new byte[4 * elements], elements, 0, of(elements), of(1))
        .entry("noise", incompressible)
        .write(file);

    long compressed;
    try (ZipFile zip = new ZipFile(file.toFile())) {
      compressed = zip.getEntry("any-folder/data/0").getCompressedSize();
    }
    assertThat(compressed).isLessThan(20_000);
    refuses(
        "w lies in any-folder/data/0, which expands from %d to 16777216 bytes, more than 100 times"
            .formatted(compressed));
  }

  @Test
  void refusesAZipBombOfManyHarmlessEntries() throws IOException {
    CheckpointWriter writer = new CheckpointWriter();
    for (int i = 0; i < 20; i++) {
      writer.entry("data/" + i, new byte[1 << 20]);
    }
    writer.write(file);

    refuses("expands from %d to 20971552 bytes, more than 100 times".formatted(Files.size(file)));
  }

  @Test
  void refusesAHugePickle() {
    byte[] incompressible = new byte[(16 << 20) + 1];
    new Random(1).nextBytes(incompressible);
    new CheckpointWriter().writeWith(incompressible, file);

    refuses("data.pkl has 16777217 bytes, more than the 16777216 allowed");
  }

  @Test
  void refusesTorchScriptAndSaysHowToSave() {
    new CheckpointWriter().entry("constants.pkl", new byte[1]).write(file);

    refuses("is a TorchScript archive; save the weights with torch.save(model.state_dict(), FILE)");
  }

  @Test
  void refusesACheckpointWithoutWeights() {
    new CheckpointWriter().text("epoch").number(3).write(file);

    refuses("contains no weights, only [epoch]; save model.state_dict()");
  }

  @Test
  void refusesAFileOfAnotherKind() throws IOException {
    Files.writeString(file, "hello");

    refuses(
        "is neither a PyTorch checkpoint nor a safetensors nor a Keras file;"
            + " it begins with 68656c6c6f");
  }

  @Test
  void refusesAFileThatIsNotThere() {
    refuses("does not exist");
  }

  private float[] read(String name) {
    try (NamedTensors tensors = WeightFile.open(file)) {
      return tensors.read(name).values();
    }
  }

  private void refuses(String problem) {
    assertThatThrownBy(() -> WeightFile.open(file))
        .isInstanceOf(ExportException.class)
        .hasMessage(file + ": " + problem);
  }

  private static List<Long> of(long number) {
    return List.of(number);
  }

  private static byte[] floats(ByteOrder order, float... values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(order);
    bytes.asFloatBuffer().put(values);
    return bytes.array();
  }

  private static byte[] shorts(int... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int value : values) {
      bytes.putShort((short) value);
    }
    return bytes.array();
  }
}
