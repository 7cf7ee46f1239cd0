package dev.tagstream.cli.verify;

import dev.tagstream.pipeline.model.ModelFailedException;

/** An image that is prepared for a tagger. */
@FunctionalInterface
interface Question {

  /**
   * Scores the image; the duration counts as the tagger's cost.
   *
   * @throws ModelFailedException if the model cannot run on this image
   */
  Answer ask() throws ModelFailedException;
}
