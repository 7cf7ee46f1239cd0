package dev.tagstream.pipeline.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import org.junit.jupiter.api.Test;

class OrtRuntimeTest {

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
