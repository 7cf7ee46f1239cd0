package dev.tagstream.pipeline.objects.s3;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Gets single objects without listing them, in one attempt each: the caller decides about retries.
 * Safe for use by any number of threads.
 */
public final class S3Gets implements Closeable {

  private final S3Client client;

  /**
   * The body of an object.
   *
   * @param stream the bytes; close it after reading all of them, so that the connection can be
   *     reused
   * @param abort aborts the transfer before its end, from any thread
   * @param bytes the length; -1 if the store does not report it
   */
  public record Body(InputStream stream, Runnable abort, long bytes) {}

  /**
   * Creates a client without connecting.
   *
   * @param connect the longest time until the store accepts a connection
   * @param read the longest time until the next byte
   */
  public S3Gets(S3Settings settings, Duration connect, Duration read) {
    client =
        S3Clients.builder(settings, connect, read)
            .overrideConfiguration(
                override -> override.retryStrategy(DefaultRetryStrategy.doNotRetry()))
            .build();
  }

  /**
   * Opens an object.
   *
   * @throws S3StatusException if the store responds with another status
   * @throws IOException if it does not respond
   */
  public Body open(String bucket, String key) throws IOException {
    try {
      ResponseInputStream<GetObjectResponse> stream =
          client.getObject(request -> request.bucket(bucket).key(key));
      Long bytes = stream.response().contentLength();
      return new Body(stream, stream::abort, bytes == null ? -1 : bytes);
    } catch (S3Exception refused) {
      throw new S3StatusException(
          refused.statusCode(), "the store responds with " + refused.statusCode());
    } catch (SdkException failed) {
      throw new IOException("the store does not respond: " + failed.getMessage(), failed);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
