package dev.tagstream.pipeline.objects.result;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tagstream.pipeline.config.FileFormat;
import dev.tagstream.pipeline.record.RejectedImage;
import dev.tagstream.pipeline.record.TaggedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.util.OptionalLong;
import org.apache.flink.api.common.serialization.BulkWriter;
import org.apache.flink.api.common.serialization.Encoder;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.connector.file.sink.FileSink;
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
  private static final String COUNTS = "_counts";
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

  /** Counts tagged images on their way to {@link #tags}. */
  public CountResults<TaggedImage> countTags() {
    return new CountResults<>(counts(TAGS));
  }

  /** Counts rejects on their way to {@link #rejects}. */
  public CountResults<RejectedImage> countRejects() {
    return new CountResults<>(counts(REJECTS));
  }

  private ResultCounts counts(String name) {
    return new ResultCounts(path + "/" + COUNTS + "/" + name);
  }

  /**
   * Writes the file {@code _SUCCESS} with the numbers of results, if every slot has counted its
   * last one.
   *
   * @return whether it has: otherwise the job was stopped with a savepoint, to be resumed
   */
  public boolean finish() throws IOException {
    OptionalLong tagged = counts(TAGS).sum();
    OptionalLong rejected = counts(REJECTS).sum();
    if (tagged.isEmpty() || rejected.isEmpty()) {
      return false;
    }
    Path file = new Path(path, SUCCESS);
    try (OutputStream stream = file.getFileSystem().create(file, WriteMode.OVERWRITE)) {
      stream.write(
          "{\"tagged\": %d, \"rejected\": %d}%n"
              .formatted(tagged.getAsLong(), rejected.getAsLong())
              .getBytes(UTF_8));
    }
    return true;
  }
}
