package dev.tagstream.pipeline.objects;

import dev.tagstream.pipeline.objects.s3.S3Settings;
import dev.tagstream.pipeline.objects.s3.S3Store;
import dev.tagstream.pipeline.objects.store.FileStore;
import dev.tagstream.pipeline.objects.store.ObjectStore;
import dev.tagstream.pipeline.objects.store.StoreFactory;

/**
 * Opens the store for the scheme of a URI: {@code s3:} or {@code file:}; a URI without a scheme is
 * a path.
 *
 * @param s3 the connection to S3
 */
public record ObjectStores(S3Settings s3) implements StoreFactory {

  private static final String S3 = "s3:";

  @Override
  public ObjectStore open(String uri) {
    return uri.startsWith(S3) ? new S3Store(s3) : new FileStore();
  }
}
