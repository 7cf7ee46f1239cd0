package dev.tagstream.pipeline.objects.source;

import dev.tagstream.pipeline.objects.read.ReadImage;
import dev.tagstream.pipeline.objects.read.ReadSettings;
import dev.tagstream.pipeline.objects.store.StoreFactory;
import java.util.Map;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.connector.base.source.reader.SingleThreadMultiplexSourceReaderBase;

/** Emits images, and records after each image where its split resumes. */
@SuppressWarnings("try") // Flink closes the reader and may be interrupted
final class ObjectReader
    extends SingleThreadMultiplexSourceReaderBase<
        PlacedImage, ReadImage, ObjectSplit, SplitProgress> {

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
    }
  }

  @Override
  protected void onSplitFinished(Map<String, SplitProgress> finished) {
    context.sendSplitRequest();
  }

  @Override
  protected SplitProgress initializedState(ObjectSplit split) {
    return new SplitProgress(split);
  }

  @Override
  protected ObjectSplit toSplitType(String splitId, SplitProgress progress) {
    return progress.rest();
  }
}
