package dev.tagstream.export.source;

import dev.tagstream.export.problem.ExportException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The source of weights as a user names it: a path, an https URL, or a well-known name. Use {@code
 * ./torchvision/resnet50} for a file with a well-known name.
 */
public sealed interface WeightSource {

  /** A file on this machine. */
  record LocalFile(Path path, @Nullable Digest digest) implements WeightSource {

    @Override
    public Path locate(WeightCache cache) {
      try {
        if (digest != null) {
          Digest actual = Digest.of(path, digest.algorithm());
          if (!digest.matches(actual)) {
            throw ExportException.in(path, "has %s but must have %s".formatted(actual, digest));
          }
        }
        return path;
      } catch (IOException e) {
        throw ExportException.in(path, "cannot be read: " + e.getMessage(), e);
      }
    }

    @Override
    public @Nullable KnownWeights known() {
      return null;
    }
  }

  /** A file on an https server. */
  record Remote(URI url, @Nullable Digest digest, @Nullable KnownWeights known)
      implements WeightSource {

    @Override
    public Path locate(WeightCache cache) throws InterruptedException {
      return cache.fetch(url, digest);
    }
  }

  /**
   * The file, downloaded into the cache if it is not on this machine.
   *
   * @throws ExportException if it is not available, or has another digest
   */
  Path locate(WeightCache cache) throws InterruptedException;

  /** The facts about well-known weights; null for others. */
  @Nullable KnownWeights known();

  /**
   * Parses a user's text.
   *
   * @param text a path, an https URL or a well-known name
   * @param sha256 required of the file, 64 hexadecimal digits; null for any, or for that of
   *     well-known weights
   * @throws ExportException if it is a URL of another kind, or an unknown name
   */
  static WeightSource parse(String text, @Nullable String sha256) {
    Digest digest = sha256 == null ? null : Digest.sha256(sha256);
    if (text.contains("://")) {
      return new Remote(url(text), digest, null);
    }
    KnownWeights known = KnownWeights.named(text).orElse(null);
    if (known != null) {
      return new Remote(known.url(), digest == null ? known.digest() : digest, known);
    }
    Path path = Path.of(text);
    if (text.matches("(torchvision|keras)/[^/]+") && !Files.exists(path)) {
      throw new ExportException(
          "%s is neither a file nor a well-known name; those are %s".formatted(text, names()));
    }
    return new LocalFile(path, digest);
  }

  private static URI url(String text) {
    URI url;
    try {
      url = new URI(text);
    } catch (URISyntaxException e) {
      throw new ExportException("'%s' is not a URL: %s".formatted(text, e.getReason()));
    }
    if (!"https".equalsIgnoreCase(url.getScheme()) || url.getHost() == null) {
      throw new ExportException(
          "%s: only https URLs are downloaded; others can be read and changed on the way"
              .formatted(Download.shown(url)));
    }
    if (url.getUserInfo() != null) {
      throw new ExportException(
          "a URL must not carry a user name or password; fetch the file and pass it instead");
    }
    return url;
  }

  private static String names() {
    return KnownWeights.ALL.stream().map(KnownWeights::name).collect(Collectors.joining(", "));
  }
}
