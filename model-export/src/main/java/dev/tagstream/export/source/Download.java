package dev.tagstream.export.source;

import dev.tagstream.export.problem.ExportException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One file from an https server. If a transfer breaks off, the received part is kept, and resumed
 * if the server confirms that the file is unchanged (Range with If-Range, RFC 9110).
 */
final class Download {

  private static final int MAX_REDIRECTS = 5;
  private static final int OK = 200;
  private static final int PARTIAL_CONTENT = 206;
  private static final int RANGE_NOT_SATISFIABLE = 416;

  /** The first digit of a redirection's status. */
  private static final int REDIRECTION = 3;

  private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d+)-\\d+/(\\d+|\\*)");

  private final HttpClient client;
  private final URI url;
  private final Path part;
  private final Path validatorFile;
  private final FetchLimits limits;
  private final FetchListener listener;

  /** The number of bytes received so far. */
  private long here;

  /**
   * A download; nothing is transferred yet.
   *
   * @param client that does not follow redirects itself
   * @param url an https URL
   * @param part the file for the received part; kept after a failure, to be resumed later
   */
  Download(HttpClient client, URI url, Path part, FetchLimits limits, FetchListener listener) {
    this.client = client;
    this.url = url;
    this.part = part;
    this.validatorFile = part.resolveSibling(part.getFileName() + ".validator");
    this.limits = limits;
    this.listener = listener;
  }

  /**
   * Downloads the file.
   *
   * @throws ExportException if the transfer is incomplete
   * @throws InterruptedException if this thread was interrupted
   */
  void run() throws InterruptedException {
    for (int attempt = 1; ; attempt++) {
      long before = Math.max(0, sizeOf(part));
      try {
        transfer();
        return;
      } catch (IOException e) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        if (attempt == limits.attempts() || here <= before) {
          throw failed(e);
        }
        listener.say("%s; resuming the download".formatted(reason(e)));
        Thread.sleep(limits.pause().multipliedBy(attempt).toMillis());
      }
    }
  }

  private void transfer() throws IOException, InterruptedException {
    String validator = Files.exists(validatorFile) ? Files.readString(validatorFile) : null;
    here = validator == null ? 0 : Math.max(0, sizeOf(part));
    try (Response response = get(validator)) {
      if (response.status() == RANGE_NOT_SATISFIABLE && here > 0) {
        // the file has changed, or an earlier run ended after receiving all of it
        Files.deleteIfExists(validatorFile);
        transfer();
        return;
      }
      switch (response.status()) {
        case OK -> here = 0;
        case PARTIAL_CONTENT -> requireRest(response);
        default -> throw refused(response.status());
      }
      save(response);
    }
  }

  /** Requests the missing part, following redirects to https only. */
  private Response get(@Nullable String validator) throws IOException, InterruptedException {
    URI target = url;
    for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
      HttpRequest.Builder request = HttpRequest.newBuilder(target).timeout(limits.connect());
      if (here > 0 && validator != null) {
        request.header("Range", "bytes=" + here + "-").header("If-Range", validator);
      }
      Response response = Response.to(request.build(), client, limits.stall());
      Optional<String> location = response.header("Location");
      if (response.status() / 100 != REDIRECTION || location.isEmpty()) {
        return response;
      }
      response.close();
      target = redirected(target, location.get());
    }
    throw problem("redirects more than %d times".formatted(MAX_REDIRECTS));
  }

  private URI redirected(URI from, String location) {
    URI to;
    try {
      to = from.resolve(location);
    } catch (IllegalArgumentException e) {
      throw problem("redirects to something that is not a URL");
    }
    if (!"https".equals(to.getScheme())) {
      throw problem("redirects to %s, but only https is followed".formatted(shown(to)));
    }
    return to;
  }

  private void requireRest(Response response) {
    String range = response.header("Content-Range").orElse("");
    Matcher matcher = CONTENT_RANGE.matcher(range);
    if (!matcher.matches() || !matcher.group(1).equals(Long.toString(here))) {
      throw problem("was asked for the bytes from %d on but sends '%s'".formatted(here, range));
    }
  }

  private void save(Response response) throws IOException, InterruptedException {
    long total = response.header("Content-Length").map(length -> here + parse(length)).orElse(-1L);
    requireWithinLimit(total);
    if (here == 0) {
      Files.deleteIfExists(part);
      keepValidator(response);
    } else {
      listener.say("resuming after %d of %d bytes".formatted(here, total));
    }
    try (FileChannel out =
        FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      for (var pieces = response.next(); !pieces.isEmpty(); pieces = response.next()) {
        for (ByteBuffer piece : pieces) {
          requireWithinLimit(here + piece.remaining());
          here += out.write(piece);
        }
        listener.downloaded(here, total);
      }
      out.force(true);
    }
    if (total >= 0 && here != total) {
      throw new IOException("the connection broke after %d of %d bytes".formatted(here, total));
    }
    Files.deleteIfExists(validatorFile);
  }

  private long parse(String length) {
    try {
      return Long.parseLong(length);
    } catch (NumberFormatException e) {
      throw problem("says that its length is '%s'".formatted(length));
    }
  }

  /**
   * Keeps a strong validator, with which the server can check later whether the file has changed.
   */
  private void keepValidator(Response response) throws IOException {
    Optional<String> validator =
        response
            .header("ETag")
            .filter(tag -> !tag.startsWith("W/"))
            .or(() -> response.header("Last-Modified"));
    if (validator.isPresent()) {
      Files.writeString(validatorFile, validator.get());
    } else {
      Files.deleteIfExists(validatorFile);
    }
  }

  private void requireWithinLimit(long bytes) throws IOException {
    if (bytes > limits.maxBytes()) {
      Files.deleteIfExists(part);
      Files.deleteIfExists(validatorFile);
      throw problem("has more than the %d bytes allowed".formatted(limits.maxBytes()));
    }
  }

  private static long sizeOf(Path file) {
    return Files.exists(file) ? file.toFile().length() : -1;
  }

  private ExportException refused(int status) {
    return problem(
        "the server answered %d; check the address, or pass a file with --weights"
            .formatted(status));
  }

  private ExportException failed(IOException e) {
    return new ExportException(
        "%s: cannot be downloaded: %s; without a network, fetch it elsewhere and pass the file with --weights"
            .formatted(shown(url), reason(e)),
        e);
  }

  private ExportException problem(String words) {
    return new ExportException(shown(url) + ": " + words);
  }

  private static String reason(IOException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnresolvedAddressException) {
        return "its host cannot be resolved";
      }
    }
    String message = e.getMessage();
    return message == null ? "no connection (" + e.getClass().getSimpleName() + ")" : message;
  }

  /** The URL without its query, which may contain credentials. */
  static String shown(URI url) {
    String text = url.toString();
    int query = text.indexOf('?');
    return query < 0 ? text : text.substring(0, query) + "?...";
  }
}
