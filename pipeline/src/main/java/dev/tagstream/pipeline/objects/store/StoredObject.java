package dev.tagstream.pipeline.objects.store;

import java.io.Serializable;

/**
 * An object in the listing of its store.
 *
 * @param uri such as {@code file:///images/cat.jpg} or {@code s3://bucket/cat.jpg}
 * @param bytes its length, at least 0
 * @param version identifies its content: the ETag, or size and time of change
 */
public record StoredObject(String uri, long bytes, String version) implements Serializable {

  public StoredObject {
    if (uri.isEmpty() || bytes < 0) {
      throw new IllegalArgumentException("no object '%s' has %d bytes".formatted(uri, bytes));
    }
  }

  /** The last part of its name, such as {@code cat.jpg}. */
  public String fileName() {
    return uri.substring(uri.lastIndexOf('/') + 1);
  }
}
