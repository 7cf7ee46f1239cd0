package dev.tagstream.cli.doctor.machine;

import dev.tagstream.cli.doctor.check.Check;
import dev.tagstream.cli.doctor.check.Findings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Checks the folder to which native libraries are extracted and from which they are loaded. */
public final class TemporaryFolderCheck implements Check.Examination {

  private static final String NAME = "temp folder";

  /** ONNX Runtime's GPU build unpacks 650 MB, its CPU build 30; OpenCV and others take the rest. */
  private static final long NEEDED_BYTES = 1L << 30;

  private static final String REMEDY = "set -Djava.io.tmpdir to another folder";

  private final Path folder;

  /** Creates the check for a folder, such as {@code java.io.tmpdir}. */
  public TemporaryFolderCheck(Path folder) {
    this.folder = folder;
  }

  @Override
  public void examine(Findings findings) throws IOException {
    if (!Files.isDirectory(folder)) {
      findings.failure(NAME, folder + " is not a folder", REMEDY);
      return;
    }
    Path probe;
    try {
      probe = Files.createTempFile(folder, "tagstream-doctor-", null);
    } catch (IOException refused) {
      findings.failure(NAME, "nothing can be written to " + folder, REMEDY);
      return;
    }
    try {
      judge(probe, findings);
    } finally {
      Files.delete(probe);
    }
  }

  private void judge(Path probe, Findings findings) throws IOException {
    Files.setPosixFilePermissions(probe, PosixFilePermissions.fromString("rwx------"));
    long free = Files.getFileStore(folder).getUsableSpace();
    String room = "%s: %s free".formatted(folder, Bytes.words(free));
    // on a file system mounted noexec, Linux reports every file as not executable
    if (!Files.isExecutable(probe)) {
      findings.failure(
          NAME, folder + " is mounted noexec: no native library can be loaded from it", REMEDY);
    } else if (free < NEEDED_BYTES) {
      findings.warning(
          NAME,
          "%s, but native libraries may take %s".formatted(room, Bytes.words(NEEDED_BYTES)),
          "delete the onnxruntime-java* folders of processes that were killed, or " + REMEDY);
    } else {
      findings.ok(NAME, room + ", writable, libraries can be loaded from it");
    }
  }
}
