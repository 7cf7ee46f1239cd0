package example;

import dev.tagstream.pipeline.TaggedStreams;
import dev.tagstream.pipeline.TaggingJob;
import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.config.TaggingConfig;
import dev.tagstream.pipeline.record.EncodedImage;
import dev.tagstream.pipeline.record.RejectedImage;
import dev.tagstream.pipeline.record.SourceObject;
import dev.tagstream.pipeline.record.TaggedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.serialization.SimpleStringEncoder;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.connector.file.src.FileSource;
import org.apache.flink.connector.file.src.reader.TextLineInputFormat;
import org.apache.flink.core.fs.Path;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.filesystem.bucketassigners.BasePathBucketAssigner;

/**
 * Tags the files whose paths a list has, one path a line. Writes to two sinks, and rejects to a
 * third.
 */
public final class TagFiles {

  private TagFiles() {}

  /** Takes the model file, the list, and the folder for the results. */
  public static void main(String... arguments) throws Exception {
    String model = arguments[0];
    Path list = new Path(arguments[1]);
    Path results = new Path(arguments[2]);
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
    environment.enableCheckpointing(10_000);
    DataStream<EncodedImage> images =
        environment
            .fromSource(
                FileSource.forRecordStreamFormat(new TextLineInputFormat(), list).build(),
                WatermarkStrategy.noWatermarks(),
                "list")
            .map(TagFiles::read)
            .returns(EncodedImage.class);

    TaggedStreams answers =
        TaggingJob.tag(images, TaggingConfig.withoutTopics(Map.of("tagging.model.file", model)));

    answers.tagged().map(TagFiles::label).sinkTo(lines(new Path(results, "labels")));
    answers.tagged().map(TagFiles::size).sinkTo(lines(new Path(results, "sizes")));
    answers.rejected().map(TagFiles::reason).sinkTo(lines(new Path(results, "rejects")));
    environment.execute("tag-files");
  }

  private static EncodedImage read(String path) throws IOException {
    java.nio.file.Path file = java.nio.file.Path.of(path);
    long modified = Files.getLastModifiedTime(file).toMillis();
    SourceObject source = new SourceObject(file.toUri().toString(), Long.toString(modified));
    return new EncodedImage(
        source, path, ByteRange.of(Files.readAllBytes(file)), modified, Map.of());
  }

  private static String label(TaggedImage image) {
    return image.image().encoded().id() + " " + image.tags().get(0).label();
  }

  private static String size(TaggedImage image) {
    return image.image().encoded().id()
        + " %dx%d".formatted(image.image().originalWidth(), image.image().originalHeight());
  }

  private static String reason(RejectedImage image) {
    return image.id() + " " + image.reason() + " " + image.detail();
  }

  private static FileSink<String> lines(Path folder) {
    return FileSink.forRowFormat(folder, new SimpleStringEncoder<String>())
        .withBucketAssigner(new BasePathBucketAssigner<>())
        .build();
  }
}
