package dev.tagstream.pipeline.objects.parquet;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.apache.parquet.format.converter.ParquetMetadataConverter;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.schema.MessageType;

/** A Parquet file whose footer has been read. */
public final class ParquetTable {

  private static final int MAGIC = 0x31524150; // PAR1, little-endian
  private static final int TAIL_BYTES = 8;

  /** Enough for about a million column chunks; a larger footer is an attack. */
  private static final int MAX_FOOTER_BYTES = 128 << 20;

  private final ByteSource file;
  private final MessageType schema;
  private final List<BlockMetaData> rowGroups;

  private ParquetTable(ByteSource file, ParquetMetadata footer) {
    this.file = file;
    this.schema = footer.getFileMetaData().getSchema();
    this.rowGroups = footer.getBlocks();
  }

  /**
   * Reads a file's footer.
   *
   * @throws MalformedParquetException if the footer is missing, malformed or too large
   */
  public static ParquetTable open(ByteSource file) throws IOException {
    if (file.bytes() < 2 * TAIL_BYTES) {
      throw new MalformedParquetException(
          "has %d bytes, which is less than any Parquet file".formatted(file.bytes()));
    }
    ByteBuffer tail =
        ByteBuffer.wrap(read(file, file.bytes() - TAIL_BYTES, TAIL_BYTES))
            .order(ByteOrder.LITTLE_ENDIAN);
    int footerBytes = tail.getInt();
    if (tail.getInt() != MAGIC) {
      throw new MalformedParquetException("does not end with PAR1, so it is not a Parquet file");
    }
    if (footerBytes < 0
        || footerBytes > MAX_FOOTER_BYTES
        || footerBytes > file.bytes() - 2 * TAIL_BYTES + TAIL_BYTES / 2) {
      throw new MalformedParquetException(
          "has a footer of %d bytes but may have %d".formatted(footerBytes, MAX_FOOTER_BYTES));
    }
    byte[] footer = read(file, file.bytes() - TAIL_BYTES - footerBytes, footerBytes);
    try {
      return new ParquetTable(
          file,
          new ParquetMetadataConverter()
              .readParquetMetadata(
                  new ByteArrayInputStream(footer), ParquetMetadataConverter.NO_FILTER));
    } catch (RuntimeException | IOException broken) {
      // Parquet and Thrift throw many exceptions on malformed footers
      throw new MalformedParquetException("has a footer that cannot be read: " + broken);
    }
  }

  private static byte[] read(ByteSource file, long offset, int length) throws IOException {
    byte[] bytes = new byte[length];
    try (InputStream stream = file.open(offset)) {
      if (stream.readNBytes(bytes, 0, length) < length) {
        throw new MalformedParquetException(
            "ends before byte %d, which it has listed".formatted(offset + length));
      }
    }
    return bytes;
  }

  public MessageType schema() {
    return schema;
  }

  public int rowGroups() {
    return rowGroups.size();
  }

  /** The number of rows of all row groups. */
  public long rows() {
    return firstRow(rowGroups());
  }

  /** The number of rows of a row group. */
  public long rows(int rowGroup) {
    return rowGroups.get(rowGroup).getRowCount();
  }

  /** The number of rows before a row group. */
  public long firstRow(int rowGroup) {
    return rowGroups.subList(0, rowGroup).stream().mapToLong(BlockMetaData::getRowCount).sum();
  }

  /**
   * Opens some columns of a row group.
   *
   * @param columns the columns to read, a part of the file's schema
   */
  public ParquetRows rows(int rowGroup, MessageType columns) {
    return new ParquetRows(file, rowGroups.get(rowGroup), columns);
  }
}
