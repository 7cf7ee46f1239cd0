package dev.tagstream.pipeline.objects.result;

import dev.tagstream.pipeline.objects.parquet.ParquetRowWriter;
import dev.tagstream.pipeline.outcome.OutcomeRecords;
import dev.tagstream.pipeline.outcome.OutcomeRows;
import dev.tagstream.pipeline.record.ImageOutcome;
import dev.tagstream.pipeline.record.RejectedImage;
import dev.tagstream.pipeline.record.TaggedImage;
import java.io.IOException;
import org.apache.flink.api.common.serialization.BulkWriter;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.util.function.SerializableSupplier;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/** Outcomes as Parquet, a file for each checkpoint. */
final class ParquetResults {

  private ParquetResults() {}

  /** Writes tagged images, one in each row. */
  static BulkWriter.Factory<TaggedImage> tags() {
    return factory(OutcomeRows::ofTags);
  }

  /** Writes rejects, one in each row. */
  static BulkWriter.Factory<RejectedImage> rejects() {
    return factory(OutcomeRows::ofRejects);
  }

  private static <T extends ImageOutcome> BulkWriter.Factory<T> factory(
      SerializableSupplier<OutcomeRows> columns) {
    return stream -> {
      OutcomeRows rows = columns.get();
      ParquetWriter<Group> file =
          ParquetRowWriter.open(
              new OneStream(stream),
              rows.columns(),
              builder -> builder.withCompressionCodec(CompressionCodecName.ZSTD));
      return new BulkWriter<>() {

        @Override
        public void addElement(T outcome) throws IOException {
          file.write(rows.row(OutcomeRecords.of(outcome)));
        }

        @Override
        public void flush() {
          // Parquet writes only at the end of a row group
        }

        @Override
        public void finish() throws IOException {
          file.close();
        }
      };
    };
  }

  /** A file that Flink's sink closes itself. */
  private record OneStream(FSDataOutputStream stream) implements OutputFile {

    @Override
    public PositionOutputStream create(long blockSizeHint) {
      return new PositionOutputStream() {

        @Override
        public long getPos() throws IOException {
          return stream.getPos();
        }

        @Override
        public void write(int b) throws IOException {
          stream.write(b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
          stream.write(bytes, offset, length);
        }

        @Override
        public void flush() throws IOException {
          stream.flush();
        }
      };
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSizeHint) {
      return create(blockSizeHint);
    }

    @Override
    public boolean supportsBlockSize() {
      return false;
    }

    @Override
    public long defaultBlockSize() {
      return 0;
    }
  }
}
