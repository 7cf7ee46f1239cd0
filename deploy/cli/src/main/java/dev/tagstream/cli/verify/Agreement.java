package dev.tagstream.cli.verify;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * How many pictures have the same best tag.
 *
 * @param agreeing those that have
 * @param pictures of so many
 */
record Agreement(int agreeing, int pictures) {

  /** The share of those that have it; 100 of no pictures. */
  @JsonProperty
  double percent() {
    return pictures == 0 ? 100 : 100.0 * agreeing / pictures;
  }

  Agreement plus(boolean agrees) {
    return new Agreement(agreeing + (agrees ? 1 : 0), pictures + 1);
  }
}
