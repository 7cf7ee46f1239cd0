package dev.tagstream.pipeline.objects.result;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tagstream.pipeline.config.FileFormat;
import dev.tagstream.pipeline.record.RejectedImage;
import dev.tagstream.pipeline.record.TaggedImage;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.flink.api.common.serialization.BulkWriter;
import org.apache.flink.api.common.serialization.Encoder;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.FileSystem.WriteMode;
import org.apache.flink.core.fs.Path;
import org.apache.flink.streaming.api.functions.sink.filesystem.OutputFileConfig;
import org.apache.flink.streaming.api.functions.sink.filesystem.bucketassigners.BasePathBucketAssigner;
import org.apache.flink.streaming.api.functions.sink.filesystem.rollingpolicies.OnCheckpointRollingPolicy;

/**
 * The folder with the results of a job: {@code tags/}, {@code rejects/} and, after a complete run,
 * {@code _SUCCESS}.
 *
 * @param path of the folder
 * @param format of the files
 */
public record ResultFiles(String path, FileFormat format) {

  private static final String SUCCESS = "_SUCCESS";

  /** The sink of tagged images. */
  public Sink<TaggedImage> tags() {
    return sink("tags", JsonLines.encoder(), ParquetResults.tags());
  }

  /** The sink of rejects. */
  public Sink<RejectedImage> rejects() {
    return sink("rejects", JsonLines.encoder(), ParquetResults.rejects());
  }

  private <T> Sink<T> sink(String name, Encoder<T> lines, BulkWriter.Factory<T> parquet) {
    Path folder = new Path(path, name);
    OutputFileConfig files =
        OutputFileConfig.builder().withPartPrefix(name).withPartSuffix("." + format).build();
    return switch (format) {
      case JSONL ->
          FileSink.forRowFormat(folder, lines)
              .withBucketAssigner(new BasePathBucketAssigner<>())
              .withRollingPolicy(OnCheckpointRollingPolicy.build())
              .withOutputFileConfig(files)
              .build();
      case PARQUET ->
          FileSink.forBulkFormat(folder, parquet)
              .withBucketAssigner(new BasePathBucketAssigner<>())
              .withRollingPolicy(OnCheckpointRollingPolicy.build())
              .withOutputFileConfig(files)
              .build();
    };
  }

  /** Writes the file {@code _SUCCESS} with the numbers of results. */
  public void finish(long tagged, long rejected) throws IOException {
    Path file = new Path(path, SUCCESS);
    FileSystem files = file.getFileSystem();
    try (OutputStream stream = files.create(file, WriteMode.OVERWRITE)) {
      stream.write(
          "{\"tagged\": %d, \"rejected\": %d}%n".formatted(tagged, rejected).getBytes(UTF_8));
    }
  }
}
