package dev.tagstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What {@code fetch} does without a server; downloads themselves are WeightCacheTest's. */
final class FetchCommandTest {

  private static final String SHA256_OF_ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  private final StringWriter said = new StringWriter();

  @TempDir private Path folder;

  @Test
  void leavesAFileThatIsThere() throws Exception {
    Path file = Files.writeString(folder.resolve("model.onnx"), "abc");
    assertThat(execute("https://models.invalid/model.onnx", SHA256_OF_ABC)).isZero();
    assertThat(said).hasToString(file + " is there\n");
    assertThat(file).hasContent("abc");
  }

  @Test
  void leavesAnotherFileWhereTheNewOneDoesNotCome() throws Exception {
    Path file = Files.writeString(folder.resolve("model.onnx"), "abd");
    try (Socket closed = new Socket()) {
      closed.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      String nobody = "127.0.0.1:" + closed.getLocalPort();
      assertThat(execute("https://" + nobody + "/model.onnx", SHA256_OF_ABC)).isEqualTo(2);
      assertThat(said.toString()).contains(nobody);
    }
    assertThat(file).hasContent("abd");
  }

  @Test
  void refusesASha256ThatIsNone() {
    assertThat(execute("https://models.invalid/model.onnx", "ba78")).isEqualTo(2);
    assertThat(said)
        .hasToString("tagstream fetch: a SHA-256 has 64 hexadecimal digits but 'ba78' has 4\n");
  }

  @Test
  void refusesWhatIsNoUrl() {
    assertThat(execute("model.onnx", SHA256_OF_ABC)).isEqualTo(2);
    assertThat(said)
        .hasToString("tagstream fetch: 'model.onnx' is not a URL: it must begin with https://\n");
  }

  private int execute(String url, String sha256) {
    PrintWriter out = new PrintWriter(said);
    CommandLine command = Tagstream.commandLine(new Interruption());
    return command
        .setOut(out)
        .setErr(out)
        .execute(
            "fetch", url, "--sha256", sha256, "--out", folder.resolve("model.onnx").toString());
  }
}
