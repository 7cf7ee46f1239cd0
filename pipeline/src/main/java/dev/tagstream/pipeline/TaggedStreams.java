package dev.tagstream.pipeline;

import dev.tagstream.pipeline.record.RejectedImage;
import dev.tagstream.pipeline.record.TaggedImage;
import java.util.List;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * The outcome of a stream of images: each image is in exactly one of the first two streams.
 *
 * @param tagged images that the model has scored
 * @param rejected all other images, each with a reason
 * @param shadows what a shadow says of images; nothing in a job that never switches models
 * @param also images as each model of {@code tagging.models.also} tags them, in the order of the
 *     option; none in most jobs
 */
public record TaggedStreams(
    DataStream<TaggedImage> tagged,
    DataStream<RejectedImage> rejected,
    DataStream<TaggedImage> shadows,
    List<DataStream<TaggedImage>> also) {

  public TaggedStreams {
    also = List.copyOf(also);
  }
}
