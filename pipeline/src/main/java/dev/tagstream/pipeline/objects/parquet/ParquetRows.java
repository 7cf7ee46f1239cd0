package dev.tagstream.pipeline.objects.parquet;

import static java.util.Objects.requireNonNull;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ColumnPath;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/** The rows of a row group, in order. Only one page of each column is in memory. */
public final class ParquetRows implements Closeable {

  private final ByteSource file;
  private final BlockMetaData rowGroup;
  private final MessageType columns;
  private final List<ColumnPages> opened = new ArrayList<>();
  private @Nullable RecordReader<Group> reader;
  private long left;

  ParquetRows(ByteSource file, BlockMetaData rowGroup, MessageType columns) {
    this.file = file;
    this.rowGroup = rowGroup;
    this.columns = columns;
    this.left = rowGroup.getRowCount();
  }

  /**
   * The next row; null after the last.
   *
   * @throws MalformedParquetException if the row is malformed
   * @throws IOException if the file cannot be read
   */
  public @Nullable Group next() throws IOException {
    if (left <= 0) {
      return null;
    }
    try {
      if (reader == null) {
        reader =
            new ColumnIOFactory()
                .getColumnIO(columns)
                .getRecordReader(new Pages(), new GroupRecordConverter(columns));
      }
      left--;
      return reader.read();
    } catch (RuntimeException broken) {
      throw cause(broken);
    }
  }

  /** Parquet throws many exceptions on malformed bytes. Those of the file itself are passed on. */
  private static IOException cause(RuntimeException broken) {
    for (Throwable cause = broken; cause != null; cause = cause.getCause()) {
      if (cause instanceof UncheckedIOException file) {
        return requireNonNull(file.getCause());
      }
    }
    return new MalformedParquetException("has a page that cannot be read: " + broken);
  }

  @Override
  public void close() throws IOException {
    for (ColumnPages pages : opened) {
      pages.close();
    }
  }

  private final class Pages implements PageReadStore {

    @Override
    public PageReader getPageReader(ColumnDescriptor column) {
      ColumnPath path = ColumnPath.get(column.getPath());
      ColumnChunkMetaData chunk =
          rowGroup.getColumns().stream()
              .filter(one -> one.getPath().equals(path))
              .findFirst()
              .orElseThrow(() -> new IllegalArgumentException("there is no column " + path));
      ColumnPages pages = new ColumnPages(file, chunk, column);
      opened.add(pages);
      return pages;
    }

    @Override
    public long getRowCount() {
      return rowGroup.getRowCount();
    }
  }
}
