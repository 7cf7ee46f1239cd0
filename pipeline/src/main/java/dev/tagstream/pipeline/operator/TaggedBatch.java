package dev.tagstream.pipeline.operator;

import dev.tagstream.pipeline.record.RejectedImage;
import dev.tagstream.pipeline.record.TaggedImage;
import java.util.List;

/**
 * The outcome of a batch: each image is in one of the lists, in the order of the batch.
 *
 * @param tagged images that the model has scored
 * @param rejected images that the model fails on
 */
public record TaggedBatch(List<TaggedImage> tagged, List<RejectedImage> rejected) {}
