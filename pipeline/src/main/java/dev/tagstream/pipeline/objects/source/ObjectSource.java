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
import org.apache.flink.api.connector.source.util.ratelimit.RateLimitedSourceReader;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiter;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.jspecify.annotations.Nullable;

/** Reads the images of objects once, then ends. */
public final class ObjectSource implements Source<ReadImage, ObjectSplit, ListingState> {

  private static final long serialVersionUID = 1L;

  private final List<String> uris;
  private final StoreFactory stores;
  private final ReadSettings settings;
  private final Manifest manifest;
  private final BacklogGauges gauges;
  private final Backlog backlog = new Backlog();
  private final @Nullable Double maxImagesPerSecond;
  private final @Nullable UrgentJob urgent;

  /**
   * Creates a source.
   *
   * @param uris the URIs of objects, or prefixes of such URIs
   * @param manifest records the objects that are not read again
   * @param gauges shows what is left to read
   * @param maxImagesPerSecond the limit over all readers; null for no limit
   * @param urgent the job to which this one yields; null for none
   */
  public ObjectSource(
      List<String> uris,
      StoreFactory stores,
      ReadSettings settings,
      Manifest manifest,
      BacklogGauges gauges,
      @Nullable Double maxImagesPerSecond,
      @Nullable UrgentJob urgent) {
    this.urgent = urgent;
    this.maxImagesPerSecond = maxImagesPerSecond;
    this.manifest = manifest;
    this.gauges = gauges;
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
    ListObjects listing =
        new ListObjects(context, uris, new Listing(stores, manifest), backlog, state);
    backlog.register(() -> gauges.register(context.metricGroup(), backlog));
    return listing;
  }

  @Override
  public SourceReader<ReadImage, ObjectSplit> createReader(SourceReaderContext context) {
    ObjectReader reader = new ObjectReader(stores, settings, context);
    RateLimiter<ObjectSplit> pace = pace(context.currentParallelism());
    if (urgent != null) {
      return new PacedReader(reader, new YieldingPace(urgent, pace));
    }
    return maxImagesPerSecond == null ? reader : new RateLimitedSourceReader<>(reader, pace);
  }

  @SuppressWarnings("unchecked") // Flink's strategy ignores splits and has no type parameter for
  // them
  private RateLimiter<ObjectSplit> pace(int readers) {
    RateLimiterStrategy<ObjectSplit> strategy =
        maxImagesPerSecond == null
            ? RateLimiterStrategy.noOp()
            : RateLimiterStrategy.perSecond(maxImagesPerSecond);
    return strategy.createRateLimiter(readers);
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
