package dev.tagstream.pipeline.model.session;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import dev.tagstream.pipeline.model.Remedy;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Words that users of ONNX Runtime have reported, shortened. */
final class RunFailuresTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "HALVE_BATCH | BFCArena::AllocateRawInternal(size_t, bool) Failed to allocate memory for"
            + " requested buffer of size 939524096",
        "HALVE_BATCH | BFCArena::Extend(size_t) Available memory of 178257920 is smaller than"
            + " requested bytes of 201326592",
        "HALVE_BATCH | CUDA failure 2: out of memory ; GPU=0 ; hostname=h ; expr=cudaMalloc(p)",
        "HALVE_BATCH | CUDNN failure 4: CUDNN_STATUS_ALLOC_FAILED ; GPU=0",
        "HALVE_BATCH | std::bad_alloc",
        "FAIL_TASK | CUDA failure 700: an illegal memory access was encountered ; GPU=0",
        "FAIL_TASK | CUDA failure 719: unspecified launch failure ; GPU=0",
        "FAIL_TASK | CUDA failure 209: no kernel image is available for execution on the device",
        "FAIL_TASK | cuCtxSynchronize: CUDA_ERROR_ILLEGAL_ADDRESS",
        "RECYCLE_SESSION | Non-zero status code returned while running Conv node. Name:'conv1'"
            + " Status Message: CUDNN failure 5000: CUDNN_STATUS_EXECUTION_FAILED ; GPU=0",
        "RECYCLE_SESSION | CUBLAS failure 13: CUBLAS_STATUS_EXECUTION_FAILED ; GPU=0",
        "RECYCLE_SESSION | TensorRT EP execution context enqueue failed.",
        "RETRY | CUDA failure 46: all CUDA-capable devices are busy or unavailable ; GPU=0",
        "SKIP_IMAGE | Non-zero status code returned while running Gather node. Status Message:"
            + " indices element out of data bounds, idx=1 must be within the inclusive range"
            + " [-1,0]",
      })
  void hasARemedyForWhatOnnxRuntimeSays(Remedy remedy, String words) {
    assertThat(RunFailures.remedyFor(new OrtException(words), words)).isEqualTo(remedy);
  }

  @ParameterizedTest
  @CsvSource({
    "ORT_DEVICE_RESET, FAIL_TASK",
    "ORT_INVALID_GRAPH, FAIL_TASK",
    "ORT_ENGINE_ERROR, RECYCLE_SESSION",
    "ORT_EP_FAIL, RECYCLE_SESSION",
    "ORT_FAIL, SKIP_IMAGE",
    "ORT_RUNTIME_EXCEPTION, SKIP_IMAGE",
  })
  void goesByTheCodeWhereTheWordsSayNothing(OrtException.OrtErrorCode code, Remedy remedy) {
    assertThat(RunFailures.remedyFor(new OrtException(code, "it failed"), "it failed"))
        .isEqualTo(remedy);
  }
}
