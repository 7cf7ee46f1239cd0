package dev.tagstream.pipeline.objects.source;

import dev.tagstream.pipeline.objects.read.ReadImage;
import dev.tagstream.pipeline.objects.read.ReadSettings;
import dev.tagstream.pipeline.objects.store.StoreFactory;
import java.util.List;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** Reads the images of objects once, then ends. */
public final class ObjectSource implements Source<ReadImage, ObjectSplit, ListingState> {

  private static final long serialVersionUID = 1L;

  private final List<String> uris;
  private final StoreFactory stores;
  private final ReadSettings settings;

  /**
   * Reads what lies under URIs.
   *
   * @param uris of objects, or what objects' URIs begin with
   */
  public ObjectSource(List<String> uris, StoreFactory stores, ReadSettings settings) {
    this.uris = List.copyOf(uris);
    this.stores = stores;
    this.settings = settings;
  }

  @Override
  public Boundedness getBoundedness() {
    return Boundedness.BOUNDED;
  }

  @Override
  public SplitEnumerator<ObjectSplit, ListingState> createEnumerator(
      SplitEnumeratorContext<ObjectSplit> context) {
    return restoreEnumerator(context, ListingState.BEGIN);
  }

  @Override
  public SplitEnumerator<ObjectSplit, ListingState> restoreEnumerator(
      SplitEnumeratorContext<ObjectSplit> context, ListingState state) {
    return new ListObjects(context, uris, stores, state);
  }

  @Override
  public SourceReader<ReadImage, ObjectSplit> createReader(SourceReaderContext context) {
    return new ObjectReader(stores, settings, context);
  }

  @Override
  public SimpleVersionedSerializer<ObjectSplit> getSplitSerializer() {
    return new SplitSerializer();
  }

  @Override
  public SimpleVersionedSerializer<ListingState> getEnumeratorCheckpointSerializer() {
    return new ListingSerializer();
  }
}
