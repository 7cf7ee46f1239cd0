package dev.tagstream.cli.verify;

import dev.tagstream.pipeline.model.ModelFailedException;

/** An image that is ready to be scored. */
@FunctionalInterface
interface Question {

  /**
   * Scores it; the time this takes is the tagger's.
   *
   * @throws ModelFailedException if the model cannot run on this image
   */
  Answer ask() throws ModelFailedException;
}
