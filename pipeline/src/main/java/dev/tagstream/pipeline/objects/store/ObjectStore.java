package dev.tagstream.pipeline.objects.store;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * A store of objects. Safe for use by any number of threads.
 *
 * <p>Methods throw an {@link IOException} if the store fails, after a reasonable number of retries.
 * The message is one line that names the object.
 */
public interface ObjectStore extends Closeable {

  /**
   * Lists a page of objects.
   *
   * @param uri the URI of one object, or the prefix of several objects' URIs
   * @param token the token of the previous page; null for the first page
   * @throws ObjectUnavailableException if nothing is found, or listing is not permitted
   */
  ObjectPage list(String uri, @Nullable String token) throws IOException;

  /**
   * Opens an object.
   *
   * @param offset of the first byte to read, from 0
   * @throws ObjectUnavailableException if the object does not exist, may not be read, has changed
   *     since it was listed, or is not returned although the store responds; reading throws it too
   */
  InputStream open(StoredObject object, long offset) throws IOException;

  @Override
  default void close() throws IOException {}
}
