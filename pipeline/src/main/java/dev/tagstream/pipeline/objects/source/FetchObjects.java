package dev.tagstream.pipeline.objects.source;

import static java.util.Objects.requireNonNull;

import dev.tagstream.pipeline.objects.read.ReadSettings;
import dev.tagstream.pipeline.objects.store.ObjectStore;
import dev.tagstream.pipeline.objects.store.StoreFactory;
import dev.tagstream.pipeline.record.EncodedImage;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import org.apache.flink.connector.base.source.reader.RecordsBySplits;
import org.apache.flink.connector.base.source.reader.RecordsWithSplitIds;
import org.apache.flink.connector.base.source.reader.splitreader.SplitReader;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsChange;
import org.jspecify.annotations.Nullable;

/** Reads splits one after another in a separate thread, a few images ahead of the job. */
final class FetchObjects implements SplitReader<PlacedImage, ObjectSplit> {

  private static final int MAX_IMAGES = 16;
  private static final long MAX_BYTES = 8 << 20;

  private final StoreFactory stores;
  private final ReadSettings settings;
  private final Queue<ObjectSplit> splits = new ArrayDeque<>();
  private final Map<String, ObjectStore> opened = new HashMap<>();

  /** Set by another thread to make the current fetch return. */
  private volatile boolean isAwakened;

  private @Nullable ObjectSplit current;
  private @Nullable SplitImages images;

  FetchObjects(StoreFactory stores, ReadSettings settings) {
    this.stores = stores;
    this.settings = settings;
  }

  @Override
  public RecordsWithSplitIds<PlacedImage> fetch() throws IOException {
    RecordsBySplits.Builder<PlacedImage> fetched = new RecordsBySplits.Builder<>();
    if (images == null && !openNext()) {
      return fetched.build();
    }
    String split = requireNonNull(current).splitId();
    long bytes = 0;
    for (int i = 0; i < MAX_IMAGES && bytes < MAX_BYTES && !isAwakened; i++) {
      PlacedImage image = requireNonNull(images).next();
      if (image == null) {
        images.close();
        images = null;
        fetched.addFinishedSplit(split);
        break;
      }
      fetched.add(split, image);
      EncodedImage encoded = image.image().image();
      bytes += encoded == null ? 0 : encoded.bytes().length();
    }
    isAwakened = false;
    return fetched.build();
  }

  private boolean openNext() {
    current = splits.poll();
    if (current == null) {
      return false;
    }
    String uri = current.objects().get(0).uri();
    ObjectStore store = opened.computeIfAbsent(bucket(uri), any -> stores.open(uri));
    images = new SplitImages(store, current, settings);
    return true;
  }

  /** Scheme and authority, such as {@code s3://bucket}: all objects of a split share them. */
  private static String bucket(String uri) {
    int authority = uri.indexOf("://") + 3;
    int path = uri.indexOf('/', authority);
    return path < 0 ? uri : uri.substring(0, path);
  }

  @Override
  public void handleSplitsChanges(SplitsChange<ObjectSplit> change) {
    splits.addAll(change.splits());
  }

  /**
   * Makes the current or the next fetch return with the images that it has. It does not interrupt
   * the read of an image, because the image would have to be read again, in a tar archive with all
   * members before it. The timeouts of the store bound each read.
   */
  @Override
  public void wakeUp() {
    isAwakened = true;
  }

  @Override
  public void close() throws IOException {
    if (images != null) {
      images.close();
    }
    for (ObjectStore store : opened.values()) {
      store.close();
    }
  }
}
