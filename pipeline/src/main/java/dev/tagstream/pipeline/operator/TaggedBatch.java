package dev.tagstream.pipeline.operator;

import dev.tagstream.pipeline.record.RejectedImage;
import dev.tagstream.pipeline.record.TaggedImage;
import java.util.List;

/**
 * What became of the images of a batch: each is in one of the lists, in the order of the batch.
 *
 * @param tagged those the model has seen
 * @param rejected those the model fails on
 */
public record TaggedBatch(List<TaggedImage> tagged, List<RejectedImage> rejected) {}
