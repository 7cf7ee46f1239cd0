package dev.tagstream.pipeline.fetch;

import dev.tagstream.pipeline.objects.s3.S3Gets;
import dev.tagstream.pipeline.objects.s3.S3Settings;
import java.io.IOException;
import java.io.Serializable;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

/**
 * Fetches models by URI into a folder of this machine. A file there is named by its SHA-256 and was
 * verified before it got this name. A process downloads a model once, however many slots ask.
 *
 * @param allowed the places that models may be fetched from
 * @param s3 the connection to S3
 * @param maxBytes the largest model, at least 1
 * @param folder for the files; made with mode 700
 */
public record ModelFetching(AllowList allowed, S3Settings s3, long maxBytes, String folder)
    implements Serializable {

  /** The prefix of the options, for messages. */
  public static final String OPTIONS = "tagging.models.fetch";

  private static final Pattern URI = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://.*");

  /** A model may have gigabytes; a connection that stalls ends sooner. */
  private static final FetchLimits LIMITS =
      new FetchLimits(
          1,
          1,
          1,
          1,
          new FetchLimits.Times(
              Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofMinutes(30)));

  /** The files that this process has verified; also the locks of downloads. */
  private static final Map<Path, Download> OF_PROCESS = new ConcurrentHashMap<>();

  /** A file, guarded by itself. */
  private static final class Download {
    private boolean isVerified;
  }

  /** Whether a manifest names a model by URI, not by path. */
  public static boolean isUri(String file) {
    return URI.matcher(file).matches();
  }

  /**
   * The file of a model, downloaded if this machine does not have it.
   *
   * @param sha256 64 lower-case hexadecimal digits
   * @throws IOException if the URI is not allowed, or does not lead to this model now; the message
   *     is one line
   */
  public Path fetch(String uri, String sha256) throws IOException {
    try {
      ImageUri place = allowed.require(uri);
      if (place.query() != null) {
        // it may be a signature, which ends before the job does, and which logs would show
        throw UnfetchableException.notAllowed(place.toString(), "must have no query");
      }
      Path file = ModelFolder.at(Path.of(folder)).resolve(sha256 + ".onnx");
      Download download = OF_PROCESS.computeIfAbsent(file, none -> new Download());
      synchronized (download) {
        if (!(download.isVerified && Files.exists(file)) && !ModelBody.isWhole(file, sha256)) {
          download(place, sha256, file);
        }
        download.isVerified = true;
      }
      return file;
    } catch (UnfetchableException refused) {
      throw new IOException(refused.detail(), refused);
    } catch (SlowDownException busy) {
      throw new IOException("%s answers that it is busy".formatted(uri), busy);
    } catch (NoRoomException impossible) {
      throw new IllegalStateException("a file needs no room in memory", impossible);
    }
  }

  private void download(ImageUri uri, String sha256, Path file)
      throws IOException, UnfetchableException, SlowDownException, NoRoomException {
    Path draft = Files.createTempFile(file.getParent(), sha256, ".part");
    ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    try (UriSource source = source(uri, timer)) {
      source.read(uri, new ModelBody(draft, sha256, maxBytes));
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      timer.shutdownNow();
      Files.deleteIfExists(draft);
    }
  }

  private UriSource source(ImageUri uri, ScheduledExecutorService timer) {
    FetchLimits.Times times = LIMITS.times();
    if (uri.scheme().equals(ImageUri.S3)) {
      return new S3Source(new S3Gets(s3, times.connect(), times.firstByte()), LIMITS, timer);
    }
    try {
      return new WebSource(
          allowed,
          LIMITS,
          timer,
          new CheckedAddresses(allowed, InetAddress::getAllByName),
          SSLContext.getDefault());
    } catch (NoSuchAlgorithmException none) {
      throw new IllegalStateException("this Java has no TLS", none);
    }
  }
}
