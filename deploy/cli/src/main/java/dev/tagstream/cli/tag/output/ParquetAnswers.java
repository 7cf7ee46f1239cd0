package dev.tagstream.cli.tag.output;

import dev.tagstream.console.UserErrorException;
import dev.tagstream.pipeline.objects.parquet.ParquetRowWriter;
import dev.tagstream.pipeline.outcome.OutcomeRows;
import dev.tagstream.pipeline.record.ImageOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * Answers in Parquet, a row for each image. A Parquet file without its end cannot be read. So
 * answers are lines of a journal first, which stays whole whatever kills the process. They become
 * rows when this is closed, or when there are enough for a file.
 */
final class ParquetAnswers implements Answers {

  private static final RecordFormat LINES = new JsonFormat();

  private final ParquetFiles files;
  private final OutcomeRows rows;
  private final AnsweredIds written;
  private final AnswerFile journal;
  private final long before;
  private long inJournal;

  private ParquetAnswers(
      ParquetFiles files,
      OutcomeRows rows,
      AnsweredIds written,
      AnswerFile journal,
      long inJournal) {
    this.files = files;
    this.rows = rows;
    this.written = written;
    this.journal = journal;
    this.before = written.count() + inJournal;
    this.inJournal = inJournal;
  }

  /** Begins to write, without what is there. */
  static ParquetAnswers begin(ParquetFiles files, OutcomeRows rows) throws IOException {
    AnswerFile journal = AnswerFile.begin(files.journal(), LINES);
    try {
      files.clear();
      return new ParquetAnswers(files, rows, AnsweredIds.none(), journal, 0);
    } catch (IOException e) {
      journal.close();
      throw e;
    }
  }

  /**
   * Resumes the files and the journal of an earlier run, if there are any.
   *
   * @param rows which columns they have
   * @throws UserErrorException if something else stands in them, or another model's answers
   */
  static ParquetAnswers resume(ParquetFiles files, OutcomeRows rows, String modelSha256)
      throws IOException {
    AnsweredIds written = AnsweredIds.open();
    try {
      for (Path file : files.existing()) {
        new WrittenRows(file, rows.columns()).addIds(written, modelSha256);
      }
      AnswerFile journal = AnswerFile.resume(files.journal(), LINES, modelSha256);
      try {
        if (isAllWritten(journal, written)) {
          journal.empty();
          return new ParquetAnswers(files, rows, written, journal, 0);
        }
        return new ParquetAnswers(files, rows, written, journal, journal.before());
      } catch (IOException | RuntimeException e) {
        journal.close();
        throw e;
      }
    } catch (IOException | RuntimeException e) {
      written.close();
      throw e;
    }
  }

  /** Whether a process was killed after it had written its journal and before it emptied it. */
  private static boolean isAllWritten(AnswerFile journal, AnsweredIds written) throws IOException {
    if (written.count() == 0) {
      return false;
    }
    boolean[] all = {true};
    journal.forEach(
        line -> {
          RecordFormat.Known known = LINES.read(line).orElseThrow();
          all[0] &= written.contains(known.id(), known.version());
        });
    return all[0];
  }

  @Override
  public boolean has(String id, String version) throws IOException {
    return written.contains(id, version) || journal.has(id, version);
  }

  @Override
  public long before() {
    return before;
  }

  @Override
  public void add(ImageOutcome answer) throws IOException {
    journal.add(answer);
    inJournal++;
    if (inJournal >= files.rowsInAFile()) {
      write();
    }
  }

  /** Writes a file. It has its name when it is whole. */
  private void write() throws IOException {
    Path unfinished = files.unfinished();
    try (ParquetWriter<Group> writer = open(unfinished)) {
      for (Path file : files.carriedOver()) {
        new WrittenRows(file, rows.columns()).forEach(rows.columns(), writer::write);
      }
      journal.forEach(line -> writer.write(rows.row(line)));
    }
    Files.move(unfinished, files.next(), StandardCopyOption.ATOMIC_MOVE);
    journal.empty();
    inJournal = 0;
  }

  private ParquetWriter<Group> open(Path file) throws IOException {
    return ParquetRowWriter.open(
        new WholeFile(file),
        rows.columns(),
        settings ->
            settings
                .withCompressionCodec(CompressionCodecName.ZSTD)
                .withWriteMode(ParquetFileWriter.Mode.OVERWRITE));
  }

  @Override
  public void finish() throws IOException {
    if (inJournal > 0 || files.isOneExpected()) {
      write();
    }
  }

  @Override
  public void close() throws IOException {
    try (written;
        journal) {
      finish();
    }
    Files.deleteIfExists(files.journal());
  }
}
