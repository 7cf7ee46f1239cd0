package dev.tagstream.pipeline.objects.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tagstream.pipeline.objects.store.ObjectPage;
import dev.tagstream.pipeline.objects.store.ObjectStore;
import dev.tagstream.pipeline.objects.store.StoreFactory;
import java.io.Closeable;
import java.io.IOException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Lists pages without the objects of earlier runs. Used by the coordinator's single worker thread.
 */
final class Listing implements Closeable {

  private final StoreFactory stores;
  private final Manifest manifest;
  private @Nullable ObjectStore store;
  private int uriOfStore = -1;

  Listing(StoreFactory stores, Manifest manifest) {
    this.stores = stores;
    this.manifest = manifest;
  }

  /** Discards the listing of a run that is not resumed. */
  void beginAnew() throws IOException {
    manifest.beginAnew();
  }

  /**
   * The next page.
   *
   * @param uri the URI to list
   * @param index its index among all URIs
   * @param token the token of the previous page; null for the first page
   */
  ObjectPage page(String uri, int index, @Nullable String token) throws IOException {
    if (store == null || uriOfStore != index) {
      close();
      store = stores.open(uri);
      uriOfStore = index;
    }
    ObjectPage page = store.list(uri, token);
    String name = index + "-" + UUID.nameUUIDFromBytes(String.valueOf(token).getBytes(UTF_8));
    return new ObjectPage(manifest.add(name, page.objects()), page.next());
  }

  @Override
  public void close() throws IOException {
    if (store != null) {
      store.close();
      store = null;
    }
  }
}
