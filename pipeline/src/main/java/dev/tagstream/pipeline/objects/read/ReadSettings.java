package dev.tagstream.pipeline.objects.read;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * The settings for reading images.
 *
 * @param maxEncodedBytes of an image; a larger one is rejected before memory is allocated
 * @param imageColumn the column of tables with the images; null for the first one of a suitable
 *     type
 * @param idColumn the column of tables with the images' names; null for the first one with a name
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

  /** Settings that detect columns by their names and types. */
  public ReadSettings(long maxEncodedBytes) {
    this(maxEncodedBytes, null, null);
  }

  /** The most bytes to read of an image, which must fit into an array. */
  int maxBytes() {
    return (int) Math.min(maxEncodedBytes, Integer.MAX_VALUE - 8);
  }
}
