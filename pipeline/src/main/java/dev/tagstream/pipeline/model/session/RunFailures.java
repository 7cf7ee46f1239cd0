package dev.tagstream.pipeline.model.session;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtException.OrtErrorCode;
import dev.tagstream.pipeline.model.ModelFailedException;
import dev.tagstream.pipeline.model.Remedy;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Maps failures of ONNX Runtime to remedies. ONNX Runtime gives most of CUDA's failures the same
 * code, so the message decides: the phrases of its arena, and the numbers and names of CUDA
 * (driver_types.h), cuDNN, cuBLAS and TensorRT that it quotes.
 */
final class RunFailures {

  /**
   * A row of the table.
   *
   * @param codes that it applies to; empty for all
   * @param words a part of the message
   */
  private record Rule(Set<OrtErrorCode> codes, Pattern words, Remedy remedy) {

    boolean matches(OrtErrorCode code, String message) {
      return (codes.isEmpty() || codes.contains(code)) && words.matcher(message).find();
    }
  }

  private static final Pattern ANY = Pattern.compile("");

  /** The first row that matches counts. */
  private static final List<Rule> TABLE =
      List.of(
          // memory: ONNX Runtime's arena, C++, CUDA 2, cuDNN, cuBLAS, TensorRT
          words("Failed to allocate memory", Remedy.HALVE_BATCH),
          words("Available memory of \\d+ is smaller than requested", Remedy.HALVE_BATCH),
          words("bad[_ ]alloc", Remedy.HALVE_BATCH),
          words("(?i)out of memory", Remedy.HALVE_BATCH),
          words("CUDA_ERROR_OUT_OF_MEMORY|cudaErrorMemoryAllocation", Remedy.HALVE_BATCH),
          words("(CUDNN|CUBLAS)_STATUS_ALLOC_FAILED", Remedy.HALVE_BATCH),
          words("OutOfMemory", Remedy.HALVE_BATCH),
          // CUDA says of these that the process cannot use the device any more
          words("CUDA failure (77|214|700|702|709|71[0-9]|999):", Remedy.FAIL_TASK),
          words(
              "CUDA_ERROR_(ILLEGAL_ADDRESS|LAUNCH_FAILED|LAUNCH_TIMEOUT|MISALIGNED_ADDRESS"
                  + "|ILLEGAL_INSTRUCTION|HARDWARE_STACK_ERROR|ASSERT|ECC_UNCORRECTABLE"
                  + "|DEVICE_UNAVAILABLE|CONTEXT_IS_DESTROYED)",
              Remedy.FAIL_TASK),
          words("(?i)illegal memory access|unspecified launch failure", Remedy.FAIL_TASK),
          words("(?i)uncorrectable ECC|device-side assert", Remedy.FAIL_TASK),
          code(OrtErrorCode.ORT_DEVICE_RESET, Remedy.FAIL_TASK),
          // a model or a library that cannot run, whatever the image
          words("no kernel image is available|driver version is insufficient", Remedy.FAIL_TASK),
          code(OrtErrorCode.ORT_NO_SUCHFILE, Remedy.FAIL_TASK),
          code(OrtErrorCode.ORT_NO_MODEL, Remedy.FAIL_TASK),
          code(OrtErrorCode.ORT_INVALID_PROTOBUF, Remedy.FAIL_TASK),
          code(OrtErrorCode.ORT_INVALID_GRAPH, Remedy.FAIL_TASK),
          code(OrtErrorCode.ORT_NOT_IMPLEMENTED, Remedy.FAIL_TASK),
          // handles of the session that went bad
          words(
              "CUDNN_STATUS_(EXECUTION_FAILED|INTERNAL_ERROR|MAPPING_ERROR|NOT_INITIALIZED)",
              Remedy.RECYCLE_SESSION),
          words(
              "CUBLAS_STATUS_(EXECUTION_FAILED|INTERNAL_ERROR|MAPPING_ERROR|NOT_INITIALIZED)",
              Remedy.RECYCLE_SESSION),
          words("TensorRT EP (execution context enqueue|failed)", Remedy.RECYCLE_SESSION),
          code(OrtErrorCode.ORT_ENGINE_ERROR, Remedy.RECYCLE_SESSION),
          code(OrtErrorCode.ORT_EP_FAIL, Remedy.RECYCLE_SESSION),
          // another process has the device, or it is waking up
          words("CUDA failure (46|802|600):", Remedy.RETRY),
          words("(?i)devices? (is|are) busy|resource temporarily unavailable", Remedy.RETRY));

  private RunFailures() {}

  /** The failure for the model's callers. */
  static ModelFailedException of(OrtException failure) {
    String words = OrtRuntime.oneLine(failure);
    return new ModelFailedException(words, remedyFor(failure, words), failure);
  }

  /**
   * The remedy for a failure; without another known cause, an image is to blame.
   *
   * @param words the message of ONNX Runtime
   */
  static Remedy remedyFor(OrtException failure, String words) {
    OrtErrorCode code = failure.getCode();
    return TABLE.stream()
        .filter(rule -> rule.matches(code, words))
        .findFirst()
        .map(Rule::remedy)
        .orElse(Remedy.SKIP_IMAGE);
  }

  private static Rule words(String pattern, Remedy remedy) {
    return new Rule(EnumSet.noneOf(OrtErrorCode.class), Pattern.compile(pattern), remedy);
  }

  private static Rule code(OrtErrorCode code, Remedy remedy) {
    return new Rule(EnumSet.of(code), ANY, remedy);
  }
}
