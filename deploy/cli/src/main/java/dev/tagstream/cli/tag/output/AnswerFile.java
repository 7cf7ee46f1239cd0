package dev.tagstream.cli.tag.output;

import dev.tagstream.console.UserErrorException;
import dev.tagstream.pipeline.record.ImageOutcome;
import java.io.BufferedInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file to which records are appended, locked by one process at a time. The file is its own
 * journal: a resumed run reads from it which images have answers, and truncates an incomplete
 * record of a killed process.
 *
 * <p>Each record is written by one call that an interrupt of the thread cannot cut short, unlike a
 * write to a channel.
 */
final class AnswerFile implements Answers {

  private static final int BUFFER_BYTES = 1 << 16;

  private final Path path;
  private final RandomAccessFile file;
  private final RecordFormat format;
  private final AnsweredIds answered;

  private AnswerFile(Path path, RandomAccessFile file, RecordFormat format, AnsweredIds answered) {
    this.path = path;
    this.file = file;
    this.format = format;
    this.answered = answered;
  }

  /**
   * Begins a file; discards its content.
   *
   * @throws UserErrorException if it cannot be written
   */
  static AnswerFile begin(Path path, RecordFormat format) {
    return open(
        path,
        file -> {
          file.setLength(0);
          return AnsweredIds.none();
        },
        format);
  }

  /**
   * Resumes a file, or begins it if it does not exist.
   *
   * @throws UserErrorException if it has another format, or answers of another model
   */
  static AnswerFile resume(Path path, RecordFormat format, String modelSha256) {
    return open(path, file -> readBack(path, file, format, modelSha256), format);
  }

  /** Reads the existing content of a file. */
  @FunctionalInterface
  private interface Beginning {
    AnsweredIds read(RandomAccessFile file) throws IOException;
  }

  private static AnswerFile open(Path path, Beginning beginning, RecordFormat format) {
    try {
      RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
      try {
        lock(path, file);
        AnswerFile answers = new AnswerFile(path, file, format, beginning.read(file));
        if (file.length() == 0) {
          answers.write(format.header());
        }
        return answers;
      } catch (IOException | RuntimeException e) {
        file.close();
        throw e;
      }
    } catch (IOException e) {
      throw cannotBeWritten(path);
    }
  }

  static UserErrorException cannotBeWritten(Path path) {
    return new UserErrorException(
        path + " cannot be written; check that its folder exists and its permissions");
  }

  private static void lock(Path path, RandomAccessFile file) throws IOException {
    try {
      if (file.getChannel().tryLock() != null) {
        return;
      }
    } catch (OverlappingFileLockException e) {
      // this process itself holds the lock
    }
    throw new UserErrorException("another process writes to %s; stop it first".formatted(path));
  }

  /** Reads the answered images, truncates an incomplete record, and seeks to the end. */
  private static AnsweredIds readBack(
      Path path, RandomAccessFile file, RecordFormat format, String modelSha256)
      throws IOException {
    AnsweredIds answered = AnsweredIds.open();
    try (InputStream bytes = new BufferedInputStream(Files.newInputStream(path), BUFFER_BYTES)) {
      RecordReader records = new RecordReader(bytes, format.end());
      requireHeader(path, file, format, records);
      Optional<String> next = records.next();
      for (; next.isPresent(); next = records.next()) {
        RecordFormat.Known known =
            format.read(next.get()).orElseThrow(() -> foreign(path, answered.count() + 1));
        known.requireModel(path, modelSha256);
        answered.add(known.id(), known.version());
      }
      if (records.isLost()) {
        throw foreign(path, answered.count() + 1);
      }
      file.setLength(records.endOfWhole());
      file.seek(records.endOfWhole());
      return answered;
    } catch (IOException | RuntimeException e) {
      answered.close();
      throw e;
    }
  }

  private static void requireHeader(
      Path path, RandomAccessFile file, RecordFormat format, RecordReader records)
      throws IOException {
    if (format.header().isEmpty() || file.length() == 0) {
      return;
    }
    String found = records.next().orElse(null);
    if (found == null && file.length() < format.header().length()) {
      // the process was killed before the header was complete
      return;
    }
    if (!(found + "\n").equals(format.header())) {
      throw new UserErrorException(
          "%s has other columns than this run would write, such as those of another --top-k; resume"
                  .formatted(path)
              + " with the same options, or name another file");
    }
  }

  private static UserErrorException foreign(Path path, long number) {
    return new UserErrorException(
        "%s: record %d was not written by 'tagstream tag'; name another file"
            .formatted(path, number));
  }

  @Override
  public boolean has(String id, String version) throws IOException {
    return answered.contains(id, version);
  }

  @Override
  public long before() {
    return answered.count();
  }

  @Override
  public void add(ImageOutcome answer) throws IOException {
    write(format.record(answer) + "\n");
  }

  /** What is done with a record. */
  @FunctionalInterface
  interface Visitor {
    void visit(String record) throws IOException;
  }

  /** Visits the records of a file without a header. */
  void forEach(Visitor visitor) throws IOException {
    // unlike a channel, such a stream does not end with an interruption of the thread
    try (InputStream bytes =
        new BufferedInputStream(new FileInputStream(path.toFile()), BUFFER_BYTES)) {
      RecordReader records = new RecordReader(bytes, format.end());
      for (Optional<String> next = records.next(); next.isPresent(); next = records.next()) {
        visitor.visit(next.get());
      }
    }
  }

  /** Takes all records out. */
  void empty() throws IOException {
    file.setLength(0);
    file.seek(0);
    write(format.header());
  }

  private void write(String text) throws IOException {
    file.write(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() throws IOException {
    answered.close();
    file.close();
  }
}
