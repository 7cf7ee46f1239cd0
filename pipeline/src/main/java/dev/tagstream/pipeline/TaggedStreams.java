package dev.tagstream.pipeline;

import dev.tagstream.pipeline.record.RejectedImage;
import dev.tagstream.pipeline.record.TaggedImage;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * What became of a stream of images: each is in one of the two, once.
 *
 * @param tagged those that the model has seen
 * @param rejected the others, each with its reason
 */
public record TaggedStreams(DataStream<TaggedImage> tagged, DataStream<RejectedImage> rejected) {}
