package dev.tagstream.pipeline.objects.s3;

import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** Configures Amazon's client for a store. */
final class S3Clients {

  private S3Clients() {}

  /**
   * A client's builder.
   *
   * @param connect the longest time until the store accepts a connection
   * @param read the longest time until the next byte
   */
  static S3ClientBuilder builder(S3Settings settings, Duration connect, Duration read) {
    S3ClientBuilder builder =
        S3Client.builder()
            .httpClientBuilder(
                UrlConnectionHttpClient.builder().connectionTimeout(connect).socketTimeout(read));
    if (settings.region() != null) {
      builder.region(Region.of(settings.region()));
    }
    if (settings.endpoint() != null) {
      builder.endpointOverride(URI.create(settings.endpoint())).forcePathStyle(true);
    }
    return builder;
  }
}
