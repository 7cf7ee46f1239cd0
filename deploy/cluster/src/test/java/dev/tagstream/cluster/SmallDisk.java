package dev.tagstream.cluster;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file system of a few megabytes in memory, which can be full. Only root can mount it. */
final class SmallDisk implements AutoCloseable {

  private static final String FILLER = "filler";
  private static final int[] CHUNKS = {64 << 10, 1 << 10, 1};

  private final Path folder;

  private SmallDisk(Path folder) {
    this.folder = folder;
  }

  /** Mounts it at a folder, or skips the test where that is not allowed. */
  static SmallDisk mount(Path folder, int megabytes) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    int code = run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", folder);
    assumeTrue(code == 0, "skipped: this user may not mount a small disk");
    return new SmallDisk(folder);
  }

  /** Leaves no byte free. */
  void fill() throws IOException {
    try (OutputStream filler = Files.newOutputStream(folder.resolve(FILLER))) {
      for (int chunk : CHUNKS) {
        writeUntilFull(filler, new byte[chunk]);
      }
    }
  }

  private static void writeUntilFull(OutputStream out, byte[] chunk) {
    try {
      while (true) {
        out.write(chunk);
      }
    } catch (IOException full) {
      // which is what was wanted
    }
  }

  /** Gives the space back. */
  void free() throws IOException {
    Files.delete(folder.resolve(FILLER));
  }

  @Override
  public void close() throws IOException {
    try {
      // at once, or when the last file is closed
      run("umount", "--lazy", folder);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while " + folder + " is unmounted");
    }
  }

  private static int run(Object... command) throws IOException, InterruptedException {
    String[] words = new String[command.length];
    for (int i = 0; i < words.length; i++) {
      words[i] = command[i].toString();
    }
    return new ProcessBuilder(words).inheritIO().start().waitFor();
  }
}
