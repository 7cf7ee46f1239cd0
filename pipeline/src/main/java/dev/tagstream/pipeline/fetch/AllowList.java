package dev.tagstream.pipeline.fetch;

import java.io.Serializable;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The places that images, or models, may be fetched from.
 *
 * @param places at least one
 * @param privateHosts hosts of places that may have private addresses
 * @param options the prefix of the options with both, for messages
 */
public record AllowList(List<AllowedPlace> places, Set<String> privateHosts, String options)
    implements Serializable {

  private static final String OF_IMAGES = "tagging.fetch";

  public AllowList {
    places = List.copyOf(places);
    privateHosts = Set.copyOf(privateHosts);
  }

  /** {@link #of(List, List, String) Reads} a list of places for images. */
  public static AllowList of(List<String> places, List<String> privateHosts) {
    return of(places, privateHosts, OF_IMAGES);
  }

  /**
   * Reads a list.
   *
   * @param places such as {@code https://host/images} and {@code s3://bucket/images}
   * @param privateHosts names and addresses, in the notation of the places
   * @param options the prefix of the options with both, for messages
   * @throws IllegalArgumentException if a place or a host breaks a rule; the message is one line
   */
  public static AllowList of(List<String> places, List<String> privateHosts, String options) {
    AllowList list =
        new AllowList(
            places.stream().map(String::strip).map(AllowedPlace::of).toList(),
            privateHosts.stream().map(AllowList::host).collect(Collectors.toSet()),
            options);
    for (AllowedPlace place : list.places) {
      if (place.uri().scheme().equals(ImageUri.HTTP) && !list.mayBePrivate(place.uri().host())) {
        throw new IllegalArgumentException(
            "'%s': http is for private hosts only; use https, or name %s as a private host"
                .formatted(place.uri(), place.uri().host()));
      }
    }
    for (String host : list.privateHosts) {
      if (list.places.stream().noneMatch(place -> place.uri().host().equals(host))) {
        throw new IllegalArgumentException(
            "the private host '%s' is not in any place".formatted(host));
      }
    }
    return list;
  }

  private static String host(String text) {
    try {
      return ImageUri.host(text.strip());
    } catch (UnfetchableException malformed) {
      throw new IllegalArgumentException(malformed.detail(), malformed);
    }
  }

  /**
   * Parses a URI and checks that it is allowed.
   *
   * @throws UnfetchableException if it is invalid or not allowed
   */
  ImageUri require(String uri) throws UnfetchableException {
    return require(ImageUri.parse(uri));
  }

  ImageUri require(ImageUri uri) throws UnfetchableException {
    if (places.stream().noneMatch(place -> place.contains(uri))) {
      throw UnfetchableException.notAllowed(
          uri.toString(), "is not in a place of %s.allow".formatted(options));
    }
    return uri;
  }

  /** Whether any place is in S3. */
  boolean hasS3() {
    return places.stream().anyMatch(place -> place.uri().scheme().equals(ImageUri.S3));
  }

  /** Whether a host may have private addresses. */
  boolean mayBePrivate(String host) {
    return privateHosts.contains(host);
  }
}
