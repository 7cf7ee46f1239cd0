package dev.tagstream.pipeline.objects.s3;

import dev.tagstream.pipeline.objects.store.ObjectPage;
import dev.tagstream.pipeline.objects.store.ObjectStore;
import dev.tagstream.pipeline.objects.store.ObjectUnavailableException;
import dev.tagstream.pipeline.objects.store.ObjectUnavailableException.Cause;
import dev.tagstream.pipeline.objects.store.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The objects of S3. The token of a listing is S3's own. The client retries transient failures such
 * as 503 with exponential backoff, and resumes a body that breaks off.
 */
public final class S3Store implements ObjectStore {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration READ_TIMEOUT = Duration.ofSeconds(30);

  private static final int NOT_FOUND = 404;
  private static final int FORBIDDEN = 403;
  private static final int CHANGED = 412;

  /** S3's own limit for one page. */
  private static final int OBJECTS_IN_A_PAGE = 1000;

  private final S3Client client;
  private final int objectsInAPage;

  /** Creates a client without connecting. */
  public S3Store(S3Settings settings) {
    this(settings, OBJECTS_IN_A_PAGE);
  }

  S3Store(S3Settings settings, int objectsInAPage) {
    this.objectsInAPage = objectsInAPage;
    client = S3Clients.builder(settings, CONNECT_TIMEOUT, READ_TIMEOUT).build();
  }

  @Override
  public ObjectPage list(String uri, @Nullable String token) throws IOException {
    S3Uri prefix = S3Uri.of(uri);
    ListObjectsV2Request request =
        ListObjectsV2Request.builder()
            .bucket(prefix.bucket())
            .prefix(prefix.key())
            .continuationToken(token)
            .maxKeys(objectsInAPage)
            .build();
    ListObjectsV2Response page = asked(uri, () -> client.listObjectsV2(request));
    List<StoredObject> objects =
        page.contents().stream()
            // consoles represent folders as such objects
            .filter(object -> !object.key().endsWith("/"))
            .map(object -> stored(prefix.bucket(), object))
            .toList();
    if (token == null && objects.isEmpty() && !page.isTruncated()) {
      throw new ObjectUnavailableException(Cause.NOT_FOUND, "there is no object at " + uri);
    }
    return new ObjectPage(objects, page.isTruncated() ? page.nextContinuationToken() : null);
  }

  private static StoredObject stored(String bucket, S3Object object) {
    return new StoredObject(S3Uri.of(bucket, object.key()), object.size(), object.eTag());
  }

  @Override
  public InputStream open(StoredObject object, long offset) throws IOException {
    return new ResumingStream(object.bytes(), offset, new Body(object));
  }

  private final class Body implements ResumingStream.Body {

    private final StoredObject object;

    Body(StoredObject object) {
      this.object = object;
    }

    @Override
    public InputStream open(long offset) throws IOException {
      return body(object, offset);
    }

    @Override
    public IOException givenUp(IOException last) {
      return last instanceof ObjectUnavailableException || !answersFor(object)
          ? last
          : new ObjectUnavailableException(
              Cause.UNREACHABLE,
              "%s is not returned, although its store responds: %s"
                  .formatted(object.uri(), last.getMessage()));
    }
  }

  /** Whether the store responds at all. If it does not, it is down, and the object may be fine. */
  private boolean answersFor(StoredObject object) {
    S3Uri place = S3Uri.of(object.uri());
    try {
      client.listObjectsV2(
          request -> request.bucket(place.bucket()).prefix(place.key()).maxKeys(1));
      return true;
    } catch (SdkException failed) {
      return false;
    }
  }

  private InputStream body(StoredObject object, long offset) throws IOException {
    S3Uri place = S3Uri.of(object.uri());
    GetObjectRequest.Builder request =
        GetObjectRequest.builder()
            .bucket(place.bucket())
            .key(place.key())
            .ifMatch(object.version());
    if (offset > 0) {
      request.range("bytes=%d-".formatted(offset));
    }
    return asked(object.uri(), () -> client.getObject(request.build()));
  }

  private static <T> T asked(String uri, Supplier<T> question) throws IOException {
    try {
      return question.get();
    } catch (S3Exception refused) {
      throw refusal(uri, refused);
    } catch (SdkException failed) {
      throw new IOException("%s: %s".formatted(uri, failed.getMessage()), failed);
    }
  }

  private static IOException refusal(String uri, S3Exception refused) {
    return switch (refused.statusCode()) {
      case NOT_FOUND ->
          new ObjectUnavailableException(Cause.NOT_FOUND, uri + " does not exist (404)");
      case FORBIDDEN ->
          new ObjectUnavailableException(
              Cause.NOT_ALLOWED, uri + " is refused (403); check the credentials and policies");
      case CHANGED ->
          new ObjectUnavailableException(
              Cause.CHANGED, uri + " was overwritten since it was listed");
      default ->
          new IOException(
              "%s: the store responds with %d: %s"
                  .formatted(uri, refused.statusCode(), refused.getMessage()),
              refused);
    };
  }

  @Override
  public void close() {
    client.close();
  }
}
