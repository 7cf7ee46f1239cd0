package dev.tagstream.pipeline.model;

import dev.tagstream.pipeline.record.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of one image of a batch. */
public sealed interface TagOutcome {

  /**
   * The model scored it.
   *
   * @param tags highest score first; may be empty
   * @param embedding the pooled features; null where they were not asked for
   */
  record Tagged(List<Tag> tags, float @Nullable [] embedding) implements TagOutcome {}

  /**
   * The model fails on this image alone.
   *
   * @param failure why
   */
  record Failed(ModelFailedException failure) implements TagOutcome {}
}
