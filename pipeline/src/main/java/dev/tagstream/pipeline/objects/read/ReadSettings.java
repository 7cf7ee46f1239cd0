package dev.tagstream.pipeline.objects.read;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * How images are read.
 *
 * @param maxEncodedBytes of an image; a larger one is rejected before it takes memory
 * @param imageColumn the column of tables that has the images; null for the first that can have
 *     them
 * @param idColumn the column of tables that has the images' names; null for the first with a name
 *     such as {@code id}
 */
public record ReadSettings(
    long maxEncodedBytes, @Nullable String imageColumn, @Nullable String idColumn)
    implements Serializable {

  public ReadSettings {
    if (maxEncodedBytes < 1) {
      throw new IllegalArgumentException("an image has at least 1 byte, not " + maxEncodedBytes);
    }
  }

  /** Columns are found by their names and types. */
  public ReadSettings(long maxEncodedBytes) {
    this(maxEncodedBytes, null, null);
  }

  /** The most bytes that are read of an image: an array has no more. */
  int maxBytes() {
    return (int) Math.min(maxEncodedBytes, Integer.MAX_VALUE - 8);
  }
}
