package dev.tagstream.pipeline.objects.source;

import dev.tagstream.pipeline.objects.read.ReadImage;
import dev.tagstream.pipeline.objects.read.ReadSettings;
import dev.tagstream.pipeline.objects.store.StoreFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.connector.base.source.reader.SingleThreadMultiplexSourceReaderBase;

/**
 * Emits images, and records after each image where its split resumes. At each checkpoint it reports
 * how much is left of its splits.
 */
@SuppressWarnings("try") // Flink closes the reader and may be interrupted
final class ObjectReader
    extends SingleThreadMultiplexSourceReaderBase<
        PlacedImage, ReadImage, ObjectSplit, SplitProgress> {

  private final Map<String, SplitProgress> reading = new HashMap<>();

  ObjectReader(StoreFactory stores, ReadSettings settings, SourceReaderContext context) {
    super(
        () -> new FetchObjects(stores, settings),
        (image, output, progress) -> {
          output.collect(image.image());
          progress.advance(image);
        },
        context.getConfiguration(),
        context);
  }

  @Override
  public void start() {
    if (getNumberOfCurrentlyAssignedSplits() == 0) {
      context.sendSplitRequest();
    } else {
      report();
    }
  }

  @Override
  public List<ObjectSplit> snapshotState(long checkpoint) {
    report();
    return super.snapshotState(checkpoint);
  }

  private void report() {
    long bytes = reading.values().stream().mapToLong(SplitProgress::bytesLeft).sum();
    context.sendSourceEventToCoordinator(new BytesLeft(bytes));
  }

  @Override
  protected void onSplitFinished(Map<String, SplitProgress> finished) {
    reading.keySet().removeAll(finished.keySet());
    context.sendSplitRequest();
  }

  @Override
  protected SplitProgress initializedState(ObjectSplit split) {
    SplitProgress progress = new SplitProgress(split);
    reading.put(split.splitId(), progress);
    return progress;
  }

  @Override
  protected ObjectSplit toSplitType(String splitId, SplitProgress progress) {
    return progress.rest();
  }
}
