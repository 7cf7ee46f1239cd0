package dev.tagstream.export.source;

import dev.tagstream.export.problem.ExportException;
import dev.tagstream.export.source.Digest.Algorithm;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A folder of downloaded files. A file gets its name only when it is complete and has the requested
 * digest; each URL has a folder of its own.
 */
public final class WeightCache {

  private static final String VARIABLE = "TAGSTREAM_CACHE";
  private static final int KEY_BYTES = 8;
  private static final int MAX_NAME_LENGTH = 100;

  private final Path folder;
  private final HttpClient client;
  private final FetchLimits limits;
  private final FetchListener listener;

  /**
   * A cache in a folder.
   *
   * @param folder created on demand
   * @param client connects; it must not follow redirects
   * @param limits of a download
   * @param listener receives the progress
   */
  WeightCache(Path folder, HttpClient client, FetchLimits limits, FetchListener listener) {
    this.folder = folder;
    this.client = client;
    this.limits = limits;
    this.listener = listener;
  }

  /** A cache in a folder, for downloads from the internet. */
  public static WeightCache in(Path folder, FetchListener listener) {
    HttpClient client =
        HttpClient.newBuilder()
            .followRedirects(Redirect.NEVER)
            .connectTimeout(FetchLimits.USUAL.connect())
            .build();
    return new WeightCache(folder, client, FetchLimits.USUAL, listener);
  }

  /**
   * The default folder: {@code $TAGSTREAM_CACHE}, otherwise {@code tagstream} in {@code
   * $XDG_CACHE_HOME}, otherwise {@code ~/.cache/tagstream}.
   *
   * @param environment the variables
   * @param home the user's folder
   */
  public static Path usualFolder(Map<String, String> environment, Path home) {
    String own = environment.getOrDefault(VARIABLE, "");
    if (!own.isEmpty()) {
      return Path.of(own);
    }
    String caches = environment.getOrDefault("XDG_CACHE_HOME", "");
    return (caches.isEmpty() ? home.resolve(".cache") : Path.of(caches)).resolve("tagstream");
  }

  /**
   * The file of a URL, downloaded if it is not cached.
   *
   * @param url an https URL
   * @param digest required of the file; null for any
   * @throws ExportException if the download fails, or the file is another one
   * @throws InterruptedException if this thread was interrupted; a later call resumes
   */
  public Path fetch(URI url, @Nullable Digest digest) throws InterruptedException {
    Path own = folder.resolve(key(url));
    Path file = own.resolve(fileName(url));
    try {
      Files.createDirectories(own);
      DownloadLock lock = DownloadLock.acquire(own.resolve("lock"), listener);
      try {
        if (!isHere(file, digest)) {
          download(url, digest, file);
        }
      } finally {
        lock.close();
      }
    } catch (IOException e) {
      throw ExportException.in(own, "cannot be used as a cache: " + e.getMessage(), e);
    }
    return file;
  }

  private boolean isHere(Path file, @Nullable Digest digest) throws IOException {
    if (!Files.exists(file)) {
      return false;
    }
    if (digest == null || digest.matches(Digest.of(file, digest.algorithm()))) {
      listener.say("using " + file);
      return true;
    }
    listener.say(file + " is damaged, or another version; downloading it again");
    Files.delete(file);
    return false;
  }

  private void download(URI url, @Nullable Digest digest, Path file)
      throws IOException, InterruptedException {
    listener.say("downloading " + Download.shown(url));
    Path part = file.resolveSibling(file.getFileName() + ".part");
    new Download(client, url, part, limits, listener).run();
    if (digest == null) {
      listener.say("%s: %s".formatted(file.getFileName(), Digest.of(part, Algorithm.SHA_256)));
    } else {
      requireDigest(url, digest, part);
    }
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void requireDigest(URI url, Digest digest, Path part) throws IOException {
    Digest actual = Digest.of(part, digest.algorithm());
    if (!digest.matches(actual)) {
      Files.delete(part);
      throw new ExportException(
          "%s: has %s but must have %s; the download was deleted"
              .formatted(Download.shown(url), actual, digest));
    }
  }

  private static String key(URI url) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(url.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, KEY_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * The last name in the URL's path; other characters than letters, digits, dots, dashes and
   * underscores are replaced.
   */
  private static String fileName(URI url) {
    String path = String.valueOf(url.getPath());
    String name =
        path.substring(path.lastIndexOf('/') + 1).replaceAll("[^A-Za-z0-9._-]|^\\.+", "_");
    String last = name.substring(Math.max(0, name.length() - MAX_NAME_LENGTH));
    return last.isEmpty() ? "weights" : last;
  }
}
