package dev.tagstream.pipeline.objects.read;

import dev.tagstream.pipeline.objects.parquet.ParquetRowWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.BiConsumer;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/** Makes Parquet files with the writer of parquet-hadoop. */
public final class ParquetFiles {

  private CompressionCodecName codec = CompressionCodecName.UNCOMPRESSED;
  private WriterVersion version = WriterVersion.PARQUET_1_0;
  private int rowsInARowGroup = 1000;

  /** Compresses pages. */
  public ParquetFiles compressed(CompressionCodecName with) {
    codec = with;
    return this;
  }

  /** Writes pages of a version. */
  public ParquetFiles version(WriterVersion pages) {
    version = pages;
    return this;
  }

  /** Ends row groups. */
  public ParquetFiles rowsInARowGroup(int rows) {
    rowsInARowGroup = rows;
    return this;
  }

  /** Writes a file whose rows are filled one by one. */
  public void write(Path file, String schema, int rows, BiConsumer<Integer, Group> fill)
      throws IOException {
    MessageType type = MessageTypeParser.parseMessageType(schema);
    try (ParquetWriter<Group> writer =
        ParquetRowWriter.open(
            new LocalOutputFile(file),
            type,
            builder ->
                builder
                    .withCompressionCodec(codec)
                    .withWriterVersion(version)
                    .withRowGroupRowCountLimit(rowsInARowGroup)
                    .withWriteMode(ParquetFileWriter.Mode.OVERWRITE))) {
      for (int i = 0; i < rows; i++) {
        Group row = new SimpleGroup(type);
        fill.accept(i, row);
        writer.write(row);
      }
    }
  }
}
