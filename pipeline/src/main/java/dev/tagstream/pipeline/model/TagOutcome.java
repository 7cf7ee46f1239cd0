package dev.tagstream.pipeline.model;

import java.util.List;

/** What became of one image of a batch. */
public sealed interface TagOutcome {

  /**
   * The model scored it.
   *
   * @param tags highest score first; may be empty
   */
  record Tagged(List<Tag> tags) implements TagOutcome {}

  /**
   * The model fails on this image alone.
   *
   * @param failure why
   */
  record Failed(ModelFailedException failure) implements TagOutcome {}
}
