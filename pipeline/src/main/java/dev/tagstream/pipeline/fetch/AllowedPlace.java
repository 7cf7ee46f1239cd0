package dev.tagstream.pipeline.fetch;

import java.io.Serializable;

/**
 * A place that images may be fetched from, including everything below it: {@code
 * https://host/images} allows {@code https://host/images/cat.jpg} but not {@code
 * https://host/images-of-others}.
 *
 * @param uri of the place, without a query
 */
record AllowedPlace(ImageUri uri) implements Serializable {

  /**
   * Parses a place.
   *
   * @throws IllegalArgumentException if the text is not a place; the message is the rule
   */
  static AllowedPlace of(String text) {
    try {
      ImageUri uri = ImageUri.parse(text);
      if (uri.query() != null) {
        throw new IllegalArgumentException("'%s' must have no query".formatted(uri));
      }
      return new AllowedPlace(uri);
    } catch (UnfetchableException malformed) {
      throw new IllegalArgumentException("'%s': %s".formatted(text, malformed.detail()), malformed);
    }
  }

  boolean contains(ImageUri other) {
    return uri.scheme().equals(other.scheme())
        && uri.host().equals(other.host())
        && uri.port() == other.port()
        && isBelow(other.path());
  }

  private boolean isBelow(String path) {
    String place = uri.path();
    return path.equals(place) || path.startsWith(place.endsWith("/") ? place : place + "/");
  }
}
