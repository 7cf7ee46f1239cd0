package dev.tagstream.pipeline.gpu;

import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** CUDA's compiler as a library; its functions return an nvrtcResult. */
interface Nvrtc extends Library {

  int nvrtcCreateProgram(
      PointerByReference program,
      String source,
      String name,
      int headers,
      @Nullable Pointer headerTexts,
      @Nullable Pointer headerNames);

  int nvrtcCompileProgram(Pointer program, int options, String[] texts);

  int nvrtcGetCUBINSize(Pointer program, LongByReference bytes);

  int nvrtcGetCUBIN(Pointer program, Pointer cubin);

  int nvrtcGetProgramLogSize(Pointer program, LongByReference bytes);

  int nvrtcGetProgramLog(Pointer program, Pointer log);

  int nvrtcDestroyProgram(PointerByReference program);

  /**
   * Compiles for one architecture.
   *
   * @param name of the file, for messages
   * @param architecture such as {@code sm_90}
   * @return machine code, as the driver loads it
   * @throws GpuException if it does not compile
   */
  static Memory compile(String name, String source, String architecture) {
    Nvrtc nvrtc = GpuLibraries.load("nvrtc", Nvrtc.class);
    PointerByReference program = new PointerByReference();
    check(nvrtc.nvrtcCreateProgram(program, source, name, 0, null, null), name, "create");
    try {
      String[] options = {"--gpu-architecture=" + architecture, "--std=c++17"};
      int result = nvrtc.nvrtcCompileProgram(program.getValue(), options.length, options);
      if (result != 0) {
        throw new GpuException(
            "%s does not compile for %s: %s"
                .formatted(name, architecture, log(nvrtc, program.getValue())));
      }
      LongByReference bytes = new LongByReference();
      check(nvrtc.nvrtcGetCUBINSize(program.getValue(), bytes), name, "size");
      Memory code = new Memory(bytes.getValue());
      check(nvrtc.nvrtcGetCUBIN(program.getValue(), code), name, "take");
      return code;
    } finally {
      nvrtc.nvrtcDestroyProgram(program);
    }
  }

  private static String log(Nvrtc nvrtc, Pointer program) {
    LongByReference bytes = new LongByReference();
    if (nvrtc.nvrtcGetProgramLogSize(program, bytes) != 0 || bytes.getValue() < 1) {
      return "no reason given";
    }
    try (Memory log = new Memory(bytes.getValue())) {
      nvrtc.nvrtcGetProgramLog(program, log);
      String text = log.getString(0, StandardCharsets.UTF_8.name());
      return text.replaceAll("\\s+", " ").strip();
    }
  }

  private static void check(int result, String name, String step) {
    if (result != 0) {
      throw new GpuException(
          "nvrtc could not %s the program %s: error %d".formatted(step, name, result));
    }
  }
}
