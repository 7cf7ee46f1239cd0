package dev.tagstream.pipeline;

import dev.tagstream.pipeline.record.RejectedImage;
import dev.tagstream.pipeline.record.TaggedImage;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * The outcome of a stream of images: each image is in exactly one of the two streams.
 *
 * @param tagged images that the model has scored
 * @param rejected all other images, each with a reason
 */
public record TaggedStreams(DataStream<TaggedImage> tagged, DataStream<RejectedImage> rejected) {}
