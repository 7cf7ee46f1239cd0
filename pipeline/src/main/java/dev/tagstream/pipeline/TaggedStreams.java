package dev.tagstream.pipeline;

import dev.tagstream.pipeline.record.RejectedImage;
import dev.tagstream.pipeline.record.TaggedImage;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * The outcome of a stream of images: each image is in exactly one of the first two streams.
 *
 * @param tagged images that the model has scored
 * @param rejected all other images, each with a reason
 * @param shadows what a shadow says of images; nothing in a job that never switches models
 */
public record TaggedStreams(
    DataStream<TaggedImage> tagged,
    DataStream<RejectedImage> rejected,
    DataStream<TaggedImage> shadows) {}
