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
 * Gets single objects that nobody has listed, asking once: whoever asks decides whether and when to
 * ask again. Safe for use by any number of threads.
 */
public final class S3Gets implements Closeable {

  private final S3Client client;

  /**
   * The body of an object.
   *
   * @param stream of the bytes; to be closed when all are read, which keeps its connection
   * @param abort ends it otherwise, from any thread
   * @param bytes how many there are; -1 if the store does not say
   */
  public record Body(InputStream stream, Runnable abort, long bytes) {}

  /**
   * Opens a client; nothing is asked yet.
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
   * @throws S3StatusException if the store answers otherwise
   * @throws IOException if it does not answer
   */
  public Body open(String bucket, String key) throws IOException {
    try {
      ResponseInputStream<GetObjectResponse> stream =
          client.getObject(request -> request.bucket(bucket).key(key));
      Long bytes = stream.response().contentLength();
      return new Body(stream, stream::abort, bytes == null ? -1 : bytes);
    } catch (S3Exception refused) {
      throw new S3StatusException(
          refused.statusCode(), "the store answers " + refused.statusCode());
    } catch (SdkException failed) {
      throw new IOException("the store does not answer: " + failed.getMessage(), failed);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
