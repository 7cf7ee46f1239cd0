package dev.tagstream.pipeline.fetch;

import dev.tagstream.pipeline.objects.s3.S3Gets;
import dev.tagstream.pipeline.objects.s3.S3Settings;
import java.io.Serializable;
import java.net.InetAddress;
import java.security.NoSuchAlgorithmException;
import javax.net.ssl.SSLContext;

/**
 * The settings for fetching images.
 *
 * @param allowed the places that images may be fetched from
 * @param s3 the connection to S3
 * @param limits the limits of each slot
 */
public record Fetching(AllowList allowed, S3Settings s3, FetchLimits limits)
    implements Serializable {

  /**
   * Opens the window of a slot.
   *
   * @param onReady called by any thread when the first image of the window is done
   */
  public FetchWindow open(FetchCounts counts, Runnable onReady) {
    return open(counts, onReady, InetAddress::getAllByName, platformTls());
  }

  FetchWindow open(
      FetchCounts counts, Runnable onReady, CheckedAddresses.Names names, SSLContext tls) {
    FetchThreads threads = FetchThreads.start(limits.maxImages());
    WebSource web =
        new WebSource(allowed, limits, threads.timer(), new CheckedAddresses(allowed, names), tls);
    return new FetchWindow(
        new ImageFetcher(allowed, web, allowed.hasS3() ? s3(threads) : web),
        limits,
        threads,
        counts,
        onReady);
  }

  private S3Source s3(FetchThreads threads) {
    FetchLimits.Times times = limits.times();
    return new S3Source(
        new S3Gets(s3, times.connect(), times.firstByte()), limits, threads.timer());
  }

  private static SSLContext platformTls() {
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException none) {
      throw new IllegalStateException("this Java has no TLS", none);
    }
  }
}
