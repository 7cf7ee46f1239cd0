package dev.tagstream.pipeline.objects.store;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Where objects lie. Safe for use by any number of threads.
 *
 * <p>Methods throw an {@link IOException} where the store fails, after it was asked again as often
 * as makes sense; the message is one line that names the object.
 */
public interface ObjectStore extends Closeable {

  /**
   * Lists a page of what lies under a URI.
   *
   * @param uri an object, which is then the only one, or what the objects' URIs begin with
   * @param token of the page before; null for the first page
   * @throws ObjectUnavailableException if nothing is there or it must not be listed
   */
  ObjectPage list(String uri, @Nullable String token) throws IOException;

  /**
   * Opens an object.
   *
   * @param offset the first byte to be read, from 0
   * @throws ObjectUnavailableException if it is gone, must not be read, is not the listed version
   *     any more, or does not come while its store answers; reading throws it too
   */
  InputStream open(StoredObject object, long offset) throws IOException;

  @Override
  default void close() throws IOException {}
}
