package dev.tagstream.pipeline;

import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.config.TaggingConfig;
import dev.tagstream.pipeline.record.EncodedImage;
import dev.tagstream.pipeline.record.RejectedImage;
import dev.tagstream.pipeline.record.SourceObject;
import dev.tagstream.pipeline.record.Tag;
import dev.tagstream.pipeline.record.TaggedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * A program of somebody else's: a Flink job that tags files instead of a topic's records and writes
 * to two sinks of its own, beside one for what is rejected. Any source of paths will do.
 */
final class TagFiles {

  private TagFiles() {}

  /** Puts the job into the environment, which the caller then executes. */
  static void build(
      StreamExecutionEnvironment environment,
      Path model,
      Source<String, ?, ?> paths,
      Sink<TaggedImage> archive,
      Sink<String> labels,
      Sink<RejectedImage> rejects) {
    TaggingConfig config =
        TaggingConfig.withoutTopics(
            Map.of("tagging.model.file", model.toString(), "tagging.batch.max-images", "16"));
    DataStream<EncodedImage> images =
        environment
            .fromSource(paths, WatermarkStrategy.noWatermarks(), "paths")
            .map(TagFiles::read)
            .returns(EncodedImage.class);

    TaggedStreams answers = TaggingJob.tag(images, config);

    answers.tagged().sinkTo(archive);
    answers.tagged().map(TagFiles::line).sinkTo(labels);
    answers.rejected().sinkTo(rejects);
  }

  private static EncodedImage read(String path) {
    try {
      Path file = Path.of(path);
      long modified = Files.getLastModifiedTime(file).toMillis();
      SourceObject source = new SourceObject(file.toUri().toString(), Long.toString(modified));
      ByteRange bytes = ByteRange.of(Files.readAllBytes(file));
      return new EncodedImage(source, file.getFileName().toString(), bytes, modified, Map.of());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String line(TaggedImage image) {
    Tag best = image.tags().get(0);
    return image.image().encoded().id() + " " + best.label();
  }
}
