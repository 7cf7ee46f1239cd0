package dev.tagstream.cluster;

import dev.tagstream.embedded.S3ProxyServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A bucket of a real S3 that runs as a process of its own, and ends when this is closed. */
final class Bucket implements AutoCloseable {

  private static final String NAME = "bucket";

  private final S3ProxyServer store;
  private final S3Client client;

  private Bucket(S3ProxyServer store, S3Client client) {
    this.store = store;
    this.client = client;
  }

  /**
   * Starts an S3 with an empty bucket.
   *
   * @param folder for its settings
   */
  static Bucket start(Path folder) throws IOException {
    S3ProxyServer store = S3ProxyServer.start(folder);
    S3Client client =
        S3Client.builder()
            .endpointOverride(URI.create(store.endpoint()))
            .region(Region.US_EAST_1)
            .forcePathStyle(true)
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(S3ProxyServer.ID, S3ProxyServer.SECRET)))
            .httpClient(UrlConnectionHttpClient.create())
            .build();
    client.createBucket(request -> request.bucket(NAME));
    return new Bucket(store, client);
  }

  /** The URI of an object or a prefix. */
  String uri(String key) {
    return "s3://" + NAME + "/" + key;
  }

  /** The S3's own address, such as {@code http://127.0.0.1:49152}. */
  String endpoint() {
    return store.endpoint();
  }

  /** The port of that address. */
  int port() {
    return store.port();
  }

  /** Flink's options for this S3. */
  String flinkOptions() {
    return "-D s3.endpoint=" + endpoint() + " -D s3.path-style-access=true";
  }

  /** What Amazon's client finds by itself in the environment of a process. */
  Map<String, String> credentials() {
    return Map.of(
        "AWS_ACCESS_KEY_ID",
        S3ProxyServer.ID,
        "AWS_SECRET_ACCESS_KEY",
        S3ProxyServer.SECRET,
        "AWS_REGION",
        "us-east-1");
  }

  void put(String key, byte[] bytes) {
    client.putObject(
        request -> request.bucket(NAME).key(key).contentLength((long) bytes.length),
        RequestBody.fromBytes(bytes));
  }

  byte[] get(String key) {
    return client.getObjectAsBytes(request -> request.bucket(NAME).key(key)).asByteArray();
  }

  /** The keys of all objects below a prefix. */
  List<String> keys(String prefix) {
    return client
        .listObjectsV2Paginator(request -> request.bucket(NAME).prefix(prefix))
        .contents()
        .stream()
        .map(S3Object::key)
        .toList();
  }

  @Override
  public void close() throws IOException {
    client.close();
    store.close();
  }
}
