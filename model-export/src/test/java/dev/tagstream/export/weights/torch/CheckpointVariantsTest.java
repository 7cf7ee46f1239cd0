package dev.tagstream.export.weights.torch;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagstream.export.problem.ExportException;
import dev.tagstream.export.tensor.NamedTensors;
import dev.tagstream.export.weights.WeightFile;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Checkpoints as training scripts save them. {@code src/test/python/make_checkpoints.py} made the
 * files.
 */
final class CheckpointVariantsTest {

  /** The last storage's number of elements, before its four elements of float32. */
  private static final int LAST_COUNT_FROM_END = Long.BYTES + 4 * Float.BYTES;

  private final Path file;

  CheckpointVariantsTest(@TempDir Path folder) {
    this.file = folder.resolve("net.pth");
  }

  @ParameterizedTest
  @CsvSource({
    "script-protocol-2.pth, state_dict",
    "script-protocol-3.pth, state_dict",
    "script-protocol-4.pth, state_dict",
    "script-protocol-5.pth, state_dict",
    "legacy.pth, model"
  })
  void readsTheWeightsAndBuildsNothingOfWhatLiesBesideThem(String name, String key)
      throws Exception {
    try (NamedTensors tensors = WeightFile.open(resource(name))) {
      assertThat(tensors.names()).containsExactly("conv1.weight", "fc.bias");
      assertThat(tensors.read("conv1.weight").values()).containsExactly(0, 1, 2, 3, 4, 5);
      assertThat(tensors.read("fc.bias").values()).containsExactly(0.5f, -1);
      assertThat(tensors.key()).isEqualTo(key);
    }
  }

  @Test
  void keepsSeveralNetworksApartByTheirKeys() {
    CheckpointWriter writer = new CheckpointWriter().text("state_dict").raw('}', '(');
    writer.floats("fc.weight", List.of(1L, 1L), 1).raw('u').text("ema").raw('}', '(');
    writer.floats("fc.weight", List.of(1L, 1L), 2).raw('u').write(file);

    try (NamedTensors tensors = WeightFile.open(file)) {
      assertThat(tensors.names()).containsExactly("state_dict.fc.weight", "ema.fc.weight");
      assertThat(tensors.read("ema.fc.weight").values()).containsExactly(2);
    }
  }

  @Test
  void takesWeightsOnceThatStandUnderTwoKeys() {
    // the second is memo 0, the first
    CheckpointWriter writer = new CheckpointWriter().text("state_dict").raw('}', 'q', 0, '(');
    writer.floats("fc.weight", List.of(1L, 1L), 1).raw('u').text("model").raw('h', 0);
    writer.write(file);

    try (NamedTensors tensors = WeightFile.open(file)) {
      assertThat(tensors.names()).containsExactly("fc.weight");
    }
  }

  @Test
  void refusesAWholeModelAndNamesItsClass() {
    new CheckpointWriter().text("model").global("my.net", "Net").raw(')', 0x81).write(file);

    refuses("contains no weights, only [model (a my.net.Net)]; save model.state_dict()");
  }

  @ParameterizedTest
  @CsvSource({
    "torch._utils, _rebuild_qtensor, a quantized tensor",
    "torch._utils, _rebuild_sparse_tensor, a sparse tensor",
    "torch._utils, _rebuild_tensor_v3, a tensor of an unsupported type",
    "torch._utils, _rebuild_of_the_future, a tensor made by torch._utils._rebuild_of_the_future"
  })
  void refusesATensorThatIsNotReadByItsKind(String module, String function, String kind) {
    new CheckpointWriter().text("fc.weight").global(module, function).raw(')', 'R').write(file);

    refuses("fc.weight is %s; save plain tensors of a floating type".formatted(kind));
  }

  @Test
  void refusesMoreOpcodesThanWeightsNeed() {
    byte[] pickle = new byte[2_000_010];
    Random random = new Random(1);
    for (int i = 0; i < pickle.length; i++) {
      pickle[i] = (byte) (random.nextBoolean() ? '}' : 'N');
    }
    new CheckpointWriter().writeWith(pickle, file);

    refuses("data.pkl has more than 2000000 opcodes; save only model.state_dict()");
  }

  @Test
  void followsDictionariesThatShareTheirInsidesOnce() {
    // {k0: {k: ..}, k1: the same, ...}, sixty deep: 2^60 ways lead to the innermost
    CheckpointWriter writer = new CheckpointWriter().raw('N', '0').text("a").raw('}', 'q', 0);
    for (int i = 1; i < 60; i++) {
      writer.raw('0', '}', 'q', i, '(').text("a").raw('h', i - 1).text("b").raw('h', i - 1, 'u');
    }
    writer.write(file);

    refuses("contains no weights, only [a]; save model.state_dict()");
  }

  @Test
  void countsWhatAPickleCopies() {
    // a list of 1000 pairs, and 3000 dictionaries of it
    CheckpointWriter writer = new CheckpointWriter().text("a").raw(']', 'q', 0, '(');
    for (int i = 0; i < 1000; i++) {
      writer.raw(']', '(', 'K', i % 256, 'N', 'e');
    }
    writer.raw('e', '0', ']', '(').global("collections", "OrderedDict").raw('q', 1);
    for (int i = 0; i < 3000; i++) {
      writer.raw('h', 1, 'h', 0, 0x85, 'R');
    }
    writer.raw('e').write(file);

    refuses("data.pkl has more than 2000000 opcodes; save only model.state_dict()");
  }

  @Test
  void refusesATensorThatIsMadeOfItselfWithoutEnd() {
    CheckpointWriter writer = new CheckpointWriter().text("fc.weight");
    writer.global("torch._tensor", "_rebuild_from_type_v2");
    for (int i = 0; i < 20_000; i++) {
      writer.global("torch._tensor", "_rebuild_from_type_v2").global("torch", "Tensor");
    }
    writer.raw(')');
    for (int i = 0; i < 20_000; i++) {
      writer.raw(0x87);
    }
    writer.raw('R').write(file);

    refuses(
        "fc.weight is a tensor of the class torch.Tensor; save plain tensors of a floating type");
  }

  @Test
  void refusesMoreDimensionsThanATensorCanHave() {
    new CheckpointWriter()
        .tensor(
            "w",
            "FloatStorage",
            new byte[4],
            1,
            0,
            Collections.nCopies(65, 1L),
            Collections.nCopies(65, 1L))
        .write(file);

    assertThatThrownBy(() -> WeightFile.open(file))
        .isInstanceOf(ExportException.class)
        .hasMessageContaining("data.pkl is not a valid pickle of weights at byte");
  }

  @Test
  void refusesAWrongNumberOfElementsInTheLegacyFormat() throws Exception {
    byte[] bytes = Files.readAllBytes(resource("legacy.pth"));
    ByteBuffer.wrap(bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(bytes.length - LAST_COUNT_FROM_END, Long.MAX_VALUE);
    Files.write(file, bytes);

    assertThatThrownBy(() -> WeightFile.open(file))
        .isInstanceOf(ExportException.class)
        .hasMessageMatching(
            ".*: the storage \\d+ has 9223372036854775807 elements but must have 4");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 40, 5000, 7000, 7158})
  void refusesALegacyFileCutShort(int length) throws Exception {
    Files.write(file, Arrays.copyOf(Files.readAllBytes(resource("legacy.pth")), length));

    assertThatThrownBy(() -> WeightFile.open(file))
        .isInstanceOf(ExportException.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageNotContaining("\n");
  }

  @Test
  void refusesAPickleThatTorchDidNotSave() throws IOException {
    Files.write(file, new byte[] {(byte) 0x80, 2, '}', '.'});

    refuses("is a pickle, but not of torch.save; save model.state_dict() with torch.save");
  }

  @Test
  void refusesTheTarOfPyTorch01() throws IOException {
    byte[] tar = new byte[512];
    System.arraycopy("ustar".getBytes(StandardCharsets.US_ASCII), 0, tar, 257, 5);
    Files.write(file, tar);

    refuses(
        "is a tar archive, as PyTorch 0.1 wrote; save it again with torch.save(torch.load(FILE),"
            + " FILE)");
  }

  private void refuses(String problem) {
    assertThatThrownBy(() -> WeightFile.open(file))
        .isInstanceOf(ExportException.class)
        .hasMessage(file + ": " + problem);
  }

  private static Path resource(String name) throws URISyntaxException {
    return Path.of(
        requireNonNull(CheckpointVariantsTest.class.getResource("/checkpoints/" + name)).toURI());
  }
}
