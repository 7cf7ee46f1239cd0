package dev.tagstream.pipeline.objects.result;

import dev.tagstream.pipeline.config.FileFormat;
import dev.tagstream.pipeline.record.RejectedImage;
import dev.tagstream.pipeline.record.TaggedImage;
import org.apache.flink.api.common.serialization.BulkWriter;
import org.apache.flink.api.common.serialization.Encoder;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.core.fs.Path;
import org.apache.flink.streaming.api.functions.sink.filesystem.OutputFileConfig;
import org.apache.flink.streaming.api.functions.sink.filesystem.bucketassigners.BasePathBucketAssigner;
import org.apache.flink.streaming.api.functions.sink.filesystem.rollingpolicies.OnCheckpointRollingPolicy;

/**
 * The files with the results of a job, in the folders {@code tags/} and {@code rejects/}.
 *
 * @param path of the folder of results
 * @param format of the files
 */
public record ResultFiles(String path, FileFormat format) {

  private static final String TAGS = "tags";
  private static final String REJECTS = "rejects";

  /** The sink of tagged images. */
  public Sink<TaggedImage> tags() {
    return sink(TAGS, JsonLines.encoder(), ParquetResults.tags());
  }

  /** The sink of rejects. */
  public Sink<RejectedImage> rejects() {
    return sink(REJECTS, JsonLines.encoder(), ParquetResults.rejects());
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
}
