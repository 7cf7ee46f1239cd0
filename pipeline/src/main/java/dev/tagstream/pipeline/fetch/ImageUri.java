package dev.tagstream.pipeline.fetch;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tagstream.pipeline.record.RejectReason;
import java.io.Serializable;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The URI of an image in the only accepted form: {@code https://host[:port]/path[?query]}, the same
 * with {@code http}, or {@code s3://bucket/key}. A URI that two parsers could read differently is
 * refused, not repaired.
 *
 * @param scheme https, http or s3
 * @param host in lower case, an IPv6 address in brackets; for s3 the bucket
 * @param port from 1 to 65535; 0 for s3
 * @param path begins with a slash; for s3 a slash and the key, without decoding
 * @param query without its question mark; null if there is none
 */
record ImageUri(String scheme, String host, int port, String path, @Nullable String query)
    implements Serializable {

  static final String HTTPS = "https";
  static final String HTTP = "http";
  static final String S3 = "s3";

  private static final int MAX_CHARS = 4096;
  private static final int MAX_KEY_BYTES = 1024;
  private static final int MAX_HOST_CHARS = 253;
  private static final int HTTPS_PORT = 443;
  private static final int HTTP_PORT = 80;
  private static final int MOST_PORTS = 65_535;

  private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://(.*)");
  private static final String PATH_CHARS = "A-Za-z0-9._~!$&'()*+,;=:@%/-";
  private static final Pattern WEB =
      Pattern.compile(
          "(\\[[0-9A-Fa-f:.]+\\]|[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?)(?::([0-9]{1,5}))?"
              + "(/[%s]*+)?(?:\\?([?%s]*+))?".formatted(PATH_CHARS, PATH_CHARS));
  private static final Pattern BUCKET =
      Pattern.compile("([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(/[^\\p{Cntrl}\\x{80}-\\x{9f}\\\\]*+)?");

  /**
   * A last label that no host name has: it marks an IPv4 address in a form that resolvers read
   * differently.
   */
  private static final Pattern NUMBER = Pattern.compile("[0-9]+|0[Xx][0-9A-Fa-f]*");

  private static final String BYTE = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
  private static final Pattern ADDRESS = Pattern.compile("(?:%s\\.){3}%s".formatted(BYTE, BYTE));

  /** Escaped dots, slashes, backslashes and control characters, also if escaped several times. */
  private static final Pattern BAD_ESCAPE =
      Pattern.compile("%(?:25)*(?:2[EeFf]|5[Cc]|[01][0-9A-Fa-f]|7[Ff])|%(?![0-9A-Fa-f]{2})");

  private static final Pattern DOT_SEGMENT = Pattern.compile("(?:^|/)\\.\\.?(?:;[^/]*)?(?:/|$)");

  /**
   * Parses a URI.
   *
   * @throws UnfetchableException if it does not have this form
   */
  static ImageUri parse(String uri) throws UnfetchableException {
    if (uri.length() > MAX_CHARS) {
      throw new UnfetchableException(
          RejectReason.URI_NOT_ALLOWED,
          "the URI has %d characters but may have %d".formatted(uri.length(), MAX_CHARS));
    }
    Matcher parts = SCHEME.matcher(uri);
    String scheme = parts.matches() ? parts.group(1).toLowerCase(Locale.ROOT) : "";
    return switch (scheme) {
      case HTTPS -> web(scheme, HTTPS_PORT, parts.group(2));
      case HTTP -> web(scheme, HTTP_PORT, parts.group(2));
      case S3 -> object(parts.group(2));
      default ->
          throw malformed("the URI", "is not of the form https://host/path or s3://bucket/key");
    };
  }

  private static ImageUri web(String scheme, int usualPort, String rest)
      throws UnfetchableException {
    Matcher parts = WEB.matcher(rest);
    if (!parts.matches()) {
      throw malformed(
          "a URI of " + scheme,
          "must be host[:port]/path[?query] in ASCII, without user, fragment and spaces");
    }
    int port = parts.group(2) == null ? usualPort : Integer.parseInt(parts.group(2));
    if (port == 0 || port > MOST_PORTS) {
      throw malformed("a URI of " + scheme, "has the port " + port);
    }
    String path = parts.group(3) == null ? "/" : parts.group(3);
    if (BAD_ESCAPE.matcher(path).find()) {
      throw malformed(
          "the path of a URI", "has an escape of a dot, slash, backslash or control character");
    }
    requireNoDots(path);
    ImageUri uri = new ImageUri(scheme, host(parts.group(1)), port, path, parts.group(4));
    if (!uri.isReadByJava()) {
      throw malformed("a URI of " + scheme, "has an invalid host or escape");
    }
    return uri;
  }

  /** Whether Java parses the URI in the same way, because the HTTP client parses it again. */
  private boolean isReadByJava() {
    try {
      return host.equals(toUri().getHost());
    } catch (IllegalArgumentException malformed) {
      return false;
    }
  }

  /** A host in its canonical form: in lower case, with addresses in one spelling. */
  static String host(String text) throws UnfetchableException {
    if (text.startsWith("[")) {
      return address(text);
    }
    String host = text.toLowerCase(Locale.ROOT);
    String last = host.substring(host.lastIndexOf('.') + 1);
    if (host.length() > MAX_HOST_CHARS || host.contains("..")) {
      throw malformed("the host of a URI", "is not a name");
    }
    if (NUMBER.matcher(last).matches() && !ADDRESS.matcher(host).matches()) {
      throw malformed(
          "the host '%s' of a URI".formatted(host),
          "is an address in another form than four decimal numbers");
    }
    return host;
  }

  /** The canonical spelling of an IPv6 address. Parsing a literal makes no DNS request. */
  private static String address(String literal) throws UnfetchableException {
    try {
      String address = InetAddress.getByName(literal).getHostAddress();
      return address.contains(":") ? "[" + address + "]" : address;
    } catch (UnknownHostException none) {
      throw malformed("the host '%s' of a URI".formatted(literal), "is not an address");
    }
  }

  private static ImageUri object(String rest) throws UnfetchableException {
    Matcher parts = BUCKET.matcher(rest);
    if (!parts.matches()) {
      throw malformed(
          "a URI of s3", "must be bucket/key without backslashes and control characters");
    }
    String path = parts.group(2) == null ? "/" : parts.group(2);
    if (path.getBytes(UTF_8).length - 1 > MAX_KEY_BYTES) {
      throw malformed("the key of a URI of s3", "has more than %d bytes".formatted(MAX_KEY_BYTES));
    }
    requireNoDots(path);
    return new ImageUri(S3, parts.group(1), 0, path, null);
  }

  private static void requireNoDots(String path) throws UnfetchableException {
    if (DOT_SEGMENT.matcher(path).find()) {
      throw malformed("the path of a URI", "has a segment '.' or '..'");
    }
  }

  private static UnfetchableException malformed(String what, String rule) {
    return UnfetchableException.notAllowed(what, rule);
  }

  /** The target of a redirect, parsed as strictly as any URI. */
  ImageUri redirected(String location) throws UnfetchableException {
    if (SCHEME.matcher(location).matches()) {
      return parse(location);
    }
    boolean isOfHost = location.startsWith("//");
    boolean isOfRoot = location.startsWith("/");
    String folder = path.substring(0, path.lastIndexOf('/') + 1);
    String origin = origin();
    return parse(
        isOfHost ? scheme + ":" + location : origin + (isOfRoot ? location : folder + location));
  }

  /** The key of an object of S3. */
  String key() {
    return path.substring(1);
  }

  private String origin() {
    return scheme + "://" + host + (port == 0 ? "" : ":" + port);
  }

  /** The URI for the request. */
  URI toUri() {
    return URI.create(toString() + (query == null ? "" : "?" + query));
  }

  /** The URI for messages, without the query, which may contain a signature. */
  @Override
  public String toString() {
    boolean isUsual =
        port == 0
            || (scheme.equals(HTTPS) && port == HTTPS_PORT)
            || (scheme.equals(HTTP) && port == HTTP_PORT);
    return scheme + "://" + host + (isUsual ? "" : ":" + port) + path;
  }
}
