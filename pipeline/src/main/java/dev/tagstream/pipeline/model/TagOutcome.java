package dev.tagstream.pipeline.model;

import dev.tagstream.pipeline.record.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The outcome of one image of a batch. */
public sealed interface TagOutcome {

  /**
   * The model scored the image.
   *
   * @param tags highest score first; may be empty
   * @param embedding the pooled features; null if they were not requested
   */
  record Tagged(List<Tag> tags, float @Nullable [] embedding) implements TagOutcome {}

  /**
   * The model fails on this image alone.
   *
   * @param failure the cause
   */
  record Failed(ModelFailedException failure) implements TagOutcome {}
}
