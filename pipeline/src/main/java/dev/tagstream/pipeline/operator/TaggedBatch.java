package dev.tagstream.pipeline.operator;

import dev.tagstream.pipeline.record.RejectedImage;
import dev.tagstream.pipeline.record.TaggedImage;
import java.util.List;

/**
 * The outcome of a batch: each image is in one of the first two lists, in the order of the batch.
 *
 * @param tagged images that the model has scored
 * @param rejected images that the model fails on
 * @param shadows what a shadow says of them; empty if there is none, or it was dropped
 */
public record TaggedBatch(
    List<TaggedImage> tagged, List<RejectedImage> rejected, List<TaggedImage> shadows) {

  /** The outcome of a batch that no shadow saw. */
  public TaggedBatch(List<TaggedImage> tagged, List<RejectedImage> rejected) {
    this(tagged, rejected, List.of());
  }
}
