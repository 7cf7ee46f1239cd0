package dev.tagstream.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;

/**
 * Standard output that remembers why it could not be written. {@code System.out} hides that even
 * from a {@link PrintWriter#checkError} of a writer around it, and answers that a full disk did not
 * take would count as given.
 */
final class StandardOutput extends OutputStream {

  // of a file's mode in Unix
  private static final int TYPE = 0xF000;
  private static final int PIPE = 0x1000;
  private static final int SOCKET = 0xC000;

  private final OutputStream file;
  private final PrintWriter writer = new PrintWriter(this, true, StandardCharsets.UTF_8);
  private @Nullable IOException failure;

  private StandardOutput(OutputStream file) {
    this.file = file;
  }

  /** The standard output of this process. */
  static StandardOutput ofThisProcess() {
    return new StandardOutput(new FileOutputStream(FileDescriptor.out));
  }

  /** Its writer, whose {@code checkError} tells whether something could not be written. */
  PrintWriter writer() {
    return writer;
  }

  /**
   * Says on standard error that output is lost, if the command has not failed anyway.
   *
   * @param exitCode of the command
   * @return the exit code of the process
   */
  int end(int exitCode) {
    writer.flush();
    if (exitCode != ExitCode.OK || failure == null || isPipe()) {
      return exitCode;
    }
    System.err.printf(
        "tagstream: standard output cannot be written: %s; what it does not have is lost%n",
        failure.getMessage());
    return ExitCode.SOFTWARE;
  }

  /**
   * Whether a program reads it. A pipe fails when the reader has seen enough, as {@code head} has
   * after some lines; the message of that failure is in the user's language.
   */
  private static boolean isPipe() {
    try {
      int type = (int) Files.getAttribute(Path.of("/dev/stdout"), "unix:mode") & TYPE;
      return type == PIPE || type == SOCKET;
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException unknown) {
      return false;
    }
  }

  @Override
  public void write(int octet) throws IOException {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      file.write(bytes, offset, length);
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }
}
