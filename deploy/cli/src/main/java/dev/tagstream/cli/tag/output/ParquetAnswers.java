package dev.tagstream.cli.tag.output;

import dev.tagstream.console.UserErrorException;
import dev.tagstream.pipeline.objects.parquet.ParquetRowWriter;
import dev.tagstream.pipeline.outcome.OutcomeRecords;
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
 * A Parquet file with a row for each image. It has a temporary name until it is complete, because a
 * Parquet file is unreadable without its footer.
 */
final class ParquetAnswers implements Answers {

  private final Path file;
  private final Path growing;
  private final OutcomeRows rows;
  private final ParquetWriter<Group> writer;

  private ParquetAnswers(Path file, Path growing, OutcomeRows rows, ParquetWriter<Group> writer) {
    this.file = file;
    this.growing = growing;
    this.rows = rows;
    this.writer = writer;
  }

  /**
   * Begins a file.
   *
   * @param rows the schema of the file
   * @throws UserErrorException if it cannot be written
   */
  static ParquetAnswers begin(Path file, OutcomeRows rows) {
    Path growing = file.resolveSibling(file.getFileName() + ".growing");
    try {
      return new ParquetAnswers(
          file,
          growing,
          rows,
          ParquetRowWriter.open(
              new WholeFile(growing),
              rows.columns(),
              settings ->
                  settings
                      .withCompressionCodec(CompressionCodecName.ZSTD)
                      .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)));
    } catch (IOException e) {
      throw AnswerFile.cannotBeWritten(file);
    }
  }

  @Override
  public boolean has(String id, String version) {
    return false;
  }

  @Override
  public long before() {
    return 0;
  }

  @Override
  public void add(ImageOutcome answer) throws IOException {
    writer.write(rows.row(OutcomeRecords.of(answer)));
  }

  @Override
  public void close() throws IOException {
    writer.close();
    Files.move(growing, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
