package dev.tagstream.cli.tag.output;

import dev.tagstream.console.UserErrorException;
import dev.tagstream.pipeline.objects.parquet.ByteSource;
import dev.tagstream.pipeline.objects.parquet.MalformedParquetException;
import dev.tagstream.pipeline.objects.parquet.ParquetRows;
import dev.tagstream.pipeline.objects.parquet.ParquetTable;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a Parquet file that an earlier run wrote.
 *
 * @param file its path
 * @param columns that it must have
 */
record WrittenRows(Path file, MessageType columns) {

  private static final String ID = "id";
  private static final String VERSION = "sourceVersion";
  private static final String MODEL_SHA256 = "modelSha256";

  /** What is done with a row. */
  @FunctionalInterface
  interface Visitor {
    void visit(Group row) throws IOException;
  }

  /**
   * Learns which images have a row.
   *
   * @throws UserErrorException if another program or another model made the file
   */
  void addIds(AnsweredIds answered, String modelSha256) throws IOException {
    List<Type> known =
        columns.getFields().stream()
            .filter(column -> List.of(ID, VERSION, MODEL_SHA256).contains(column.getName()))
            .toList();
    forEach(
        new MessageType(columns.getName(), known),
        row -> {
          String id = text(row, ID);
          String version = text(row, VERSION);
          RecordFormat.Known found =
              new RecordFormat.Known(
                  String.valueOf(id), version == null ? "" : version, text(row, MODEL_SHA256));
          found.requireModel(file, modelSha256);
          answered.add(found.id(), found.version());
        });
  }

  private static @Nullable String text(Group row, String column) {
    return row.getType().containsField(column) && row.getFieldRepetitionCount(column) > 0
        ? row.getString(column, 0)
        : null;
  }

  /** Visits all rows, with some of the columns. */
  void forEach(MessageType wanted, Visitor visitor) throws IOException {
    try {
      ParquetTable table = ParquetTable.open(bytes());
      if (!table.schema().equals(columns)) {
        throw new UserErrorException(
            file
                + " has other columns than this run would write, such as those of --rejects;"
                + " resume with the same options, overwrite it by --all, or name another file");
      }
      for (int rowGroup = 0; rowGroup < table.rowGroups(); rowGroup++) {
        try (ParquetRows rows = table.rows(rowGroup, wanted)) {
          for (Group row = rows.next(); row != null; row = rows.next()) {
            visitor.visit(row);
          }
        }
      }
    } catch (MalformedParquetException e) {
      throw new UserErrorException(
          "%s %s; overwrite it by --all, or name another file".formatted(file, e.getMessage()));
    }
  }

  /** Unlike a channel, such a stream does not end with an interruption of the thread. */
  private ByteSource bytes() {
    return new ByteSource() {

      @Override
      public long bytes() {
        return file.toFile().length();
      }

      @Override
      public InputStream open(long offset) throws IOException {
        InputStream stream = new FileInputStream(file.toFile());
        stream.skipNBytes(offset);
        return stream;
      }
    };
  }
}
