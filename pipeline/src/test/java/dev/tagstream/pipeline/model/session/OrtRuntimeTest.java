package dev.tagstream.pipeline.model.session;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class OrtRuntimeTest {

  /** Longer than the command lines of Flink's processes with their class paths and options. */
  private static final int LONG = 50_000;

  /** What the child process runs. */
  public static final class PrintVersion {
    private PrintVersion() {}

    public static void main(String[] arguments) {
      System.out.print("version " + OrtRuntime.environment().getVersion());
    }
  }

  @Test
  void survivesACommandLineAsLongAsThoseOfFlink() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-Dpadding=" + "x".repeat(LONG),
                PrintVersion.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();

    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).isZero();
    assertThat(printed).startsWith("version 1.");
  }

  @Test
  void leavesOutErrorCodesAndPlacesInTheSource() {
    OrtException failure =
        new OrtException(
            OrtException.OrtErrorCode.ORT_RUNTIME_EXCEPTION,
            "/onnxruntime_src/onnxruntime/core/session/provider_bridge_ort.cc:1988"
                + " onnxruntime::Provider& onnxruntime::ProviderLibrary::Get()"
                + " [ONNXRuntimeError] : 1 : FAIL : Failed to load library"
                + " libonnxruntime_providers_cuda.so with error: libcublasLt.so.12: cannot open"
                + " shared object file: No such file or directory\n");

    assertThat(OrtRuntime.oneLine(failure))
        .isEqualTo(
            "Failed to load library libonnxruntime_providers_cuda.so with error: libcublasLt.so.12:"
                + " cannot open shared object file: No such file or directory");
  }

  @Test
  void makesOneLineOfSeveral() {
    assertThat(OrtRuntime.oneLine(new OrtException("out of\n  memory\n")))
        .isEqualTo("out of memory");
  }
}
