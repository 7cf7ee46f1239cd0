package dev.tagstream.sql.model;

import java.io.Serializable;
import java.time.Duration;
import org.apache.flink.table.api.ValidationException;

/**
 * How long a batch waits for images, and how many of them wait.
 *
 * @param maxDelay the longest wait of the first image
 * @param maxBytes the most bytes of images in flight, at least 1; a larger image is in flight alone
 */
record BatchPatience(Duration maxDelay, long maxBytes) implements Serializable {

  BatchPatience {
    if (maxBytes < 1) {
      throw new ValidationException(
          "'%s' must be at least 1 byte but was %d bytes"
              .formatted(OnnxModelOptions.ASYNC_MAX_BYTES.key(), maxBytes));
    }
  }
}
