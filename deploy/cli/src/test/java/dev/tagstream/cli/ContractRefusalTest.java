package dev.tagstream.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import dev.tagstream.export.onnx.OnnxFile;
import dev.tagstream.pipeline.model.session.ModelFile;
import dev.tagstream.pipeline.model.session.UnusableModelException;
import java.awt.Color;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Everything that reads a model file refuses a malformed contract with the same line. */
final class ContractRefusalTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          "layout":"NCHW" | "layout":"NCHW","dtype":"float" | tagstream.contract input.dtype is not a field of the format; remove it but was "float"
          "kind":"logits" | "kind":"logits","top":1         | tagstream.contract output.top is not a field of the format; remove it but was 1
          "kind":"logits" | "kind":"logits","kind":"logits" | tagstream.contract is not valid JSON: Duplicate field 'kind'
          "topK":1}}      | "topK":1}} {}                   | tagstream.contract is not valid JSON: something follows its value
          {"name":"red"}  | {"name":"red","color":"#f00"}   | tagstream.labels[0] color is not a field of the format; remove it but was "#f00"
          [{"name":"red"},{"name":"green"},{"name":"blue"}] | {"0":"red","1":"green","2":"blue"} | tagstream.labels must be an array but was {"0":"red","1":"green","2":"blue"}
          """)
  void isTheSameInInspectVerifyAndTheJob(String target, String replacement, String line)
      throws Exception {
    Path model = colorModelWith(target, replacement);
    Path sound = folder.resolve("sound.onnx");
    ColorModel.write(sound);
    Path images = Files.createDirectory(folder.resolve("images"));
    Files.write(images.resolve("red.png"), ColorImages.png(Color.RED, 8, 8));

    assertThatThrownBy(() -> ModelFile.read(model))
        .isInstanceOf(UnusableModelException.class)
        .hasMessage(model + ": " + line);
    assertRefused("tagstream inspect: " + model + ": " + line, "inspect", model.toString());
    assertRefused(
        "tagstream verify: " + model + ": " + line,
        "verify",
        model.toString(),
        "--reference",
        sound.toString(),
        "--images",
        images.toString());
  }

  private Path colorModelWith(String target, String replacement) {
    Path file = folder.resolve("colors.onnx");
    ColorModel.write(file);
    ModelProto.Builder model = OnnxFile.read(file).toBuilder();
    boolean found = false;
    for (StringStringEntryProto.Builder entry : model.getMetadataPropsBuilderList()) {
      found |= entry.getValue().contains(target);
      entry.setValue(entry.getValue().replace(target, replacement));
    }
    assertThat(found).as(target).isTrue();
    OnnxFile.write(model.build(), file);
    return file;
  }

  private static void assertRefused(String line, String... arguments) {
    StringWriter err = new StringWriter();
    int exit =
        Tagstream.commandLine(new Interruption())
            .setErr(new PrintWriter(err))
            .setOut(new PrintWriter(new StringWriter()))
            .execute(arguments);
    assertThat(err.toString()).isEqualTo(line + System.lineSeparator());
    assertThat(exit).isEqualTo(2);
  }
}
