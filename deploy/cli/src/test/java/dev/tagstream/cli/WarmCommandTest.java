package dev.tagstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.cli.option.JobOptions;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class WarmCommandTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void opensAModelAndSaysOnWhat() {
    int code = warm(Path.of("demo/model/fashion-resnet50.onnx").toString(), "cpu");

    assertThat(out.toString()).contains("ran a blank image in each batch size on cpu");
    assertThat(code).isZero();
  }

  @Test
  void refusesAFileThatIsNotThereInOneLine() {
    int code = warm("nowhere.onnx", "cpu");

    assertThat(code).isEqualTo(2);
    assertThat(err.toString()).contains("nowhere.onnx").doesNotContain("at dev.tagstream");
  }

  private int warm(String model, String provider) {
    CommandLine tagstream = Tagstream.commandLine(new Interruption());
    tagstream.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return tagstream.execute(
        JobOptions.asDefinitions(
            new String[] {"warm", model, "--tagging.device.provider", provider}));
  }
}
