package dev.tagstream.export;

import static dev.tagstream.export.ForeignGraph.ANY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.tagstream.export.problem.ExportException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Weights in a file beside the model, as PyTorch's default exporter writes them. */
final class ExternalWeightsTest {

  /** Of the bias: 5 numbers. */
  private static final int BIAS_BYTES = 20;

  private final Path folder;
  private final Path file;
  private final Path out;

  ExternalWeightsTest(@TempDir Path folder) throws IOException {
    this.folder = Files.createDirectory(folder.resolve("model"));
    this.file = this.folder.resolve("foreign.onnx");
    this.out = folder.resolve("adopted.onnx");
  }

  @Test
  void readsWeightsBesideTheModelIntoOneFile() throws IOException {
    write("foreign.onnx.data", 4, BIAS_BYTES);
    ByteBuffer data = ByteBuffer.allocate(4 + BIAS_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    data.putFloat(99).putFloat(1).putFloat(2).putFloat(3).putFloat(4).putFloat(5);
    Files.write(folder.resolve("foreign.onnx.data"), data.array());

    AdoptModel.adopt(AdoptRequest.of(file, "torchvision", out));

    assertThat(OnnxRun.of(out, new float[3 * 32 * 32], 1, 32)[0]).containsExactly(1, 2, 3, 4, 5);
    assertThat(ModelProto.parseFrom(Files.readAllBytes(out)).getGraph().getInitializerList())
        .allSatisfy(weight -> assertThat(weight.getExternalDataCount()).isZero());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          ../secret        | 0  | 20 | is in '../secret'; only files in the model's own folder are read
          /etc/hostname    | 0  | 20 | is in '/etc/hostname'; only files in the model's own folder are read
          sub/w.bin        | 0  | 20 | is in 'sub/w.bin'; only files in the model's own folder are read
          sub\\..\\w.bin     | 0  | 20 | is in 'sub\\..\\w.bin'; only files in the model's own folder are read
          ~~               | 0  | 20 | is in ''; only files in the model's own folder are read
          .                | 0  | 20 | is in '.'; only files in the model's own folder are read
          link.bin         | 0  | 20 | is in link.bin, which is a link or not a file; put a copy there
          missing.bin      | 0  | 20 | is in missing.bin, which is missing; put it beside the model
          w.bin            | 8  | 20 | must be 20 bytes from byte 8 on of w.bin but has 20 bytes of a file of 24
          w.bin            | 0  | 24 | must be 20 bytes from byte 0 on of w.bin but has 24 bytes of a file of 24
          w.bin            | -1 | 20 | has the offset '-1', which is not a number
          """)
  void refusesWeightsThatAreNotWhereTheyMustBe(
      String location, long offset, long length, String problem) throws IOException {
    Files.write(folder.resolve("w.bin"), new byte[24]);
    Files.write(folder.resolveSibling("secret"), new byte[24]);
    Files.createSymbolicLink(folder.resolve("link.bin"), folder.resolveSibling("secret"));
    write(location, offset, length);

    assertThatThrownBy(() -> AdoptModel.adopt(AdoptRequest.of(file, "torchvision", out)))
        .isInstanceOf(ExportException.class)
        .hasMessage(file + ": the weight bias " + problem);
    assertThat(out).doesNotExist();
  }

  private void write(String location, long offset, long length) throws IOException {
    new ForeignGraph()
        .input("pixels", DataType.FLOAT, ANY, 3, 32, 32)
        .features()
        .scores()
        .inAnotherFile("bias", location, offset, length)
        .output("scores", ANY, 5)
        .write(file);
  }
}
