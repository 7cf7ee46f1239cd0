package dev.tagstream.cli.verify;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * How many images have the same best tag.
 *
 * @param agreeing those that have
 * @param images of so many
 */
record Agreement(int agreeing, int images) {

  /** The share of those that have it; 100 of no images. */
  @JsonProperty
  double percent() {
    return images == 0 ? 100 : 100.0 * agreeing / images;
  }

  Agreement plus(boolean agrees) {
    return new Agreement(agreeing + (agrees ? 1 : 0), images + 1);
  }
}
