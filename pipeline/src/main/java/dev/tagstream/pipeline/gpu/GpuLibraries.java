package dev.tagstream.pipeline.gpu;

import com.sun.jna.Library;
import com.sun.jna.Native;
import java.util.List;

/** CUDA's libraries whose file names contain their version. */
final class GpuLibraries {

  /** CUDA's major versions, newest first. */
  private static final List<Integer> VERSIONS = List.of(13, 12);

  private GpuLibraries() {}

  /**
   * Loads a library in the newest version that is installed.
   *
   * @param name without {@code lib} and version
   * @throws GpuException if none is found; the message names the files
   */
  static <T extends Library> T load(String name, Class<T> functions) {
    LinkageError missing = null;
    for (int version : VERSIONS) {
      try {
        return Native.load("lib%s.so.%d".formatted(name, version), functions);
      } catch (LinkageError notThisOne) {
        missing = missing == null ? notThisOne : missing;
      }
    }
    throw new GpuException(
        "lib%s.so of CUDA %s does not load: %s; put it where the loader finds it (ldconfig or LD_LIBRARY_PATH)"
            .formatted(name, VERSIONS, missing == null ? "" : GpuException.firstLine(missing)),
        missing == null ? new UnsatisfiedLinkError(name) : missing);
  }
}
