package dev.tagstream.pipeline.objects.source;

import dev.tagstream.pipeline.objects.read.ReadImage;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimitedSourceReader;

/** A reader that yields to a more urgent job until it is closed. */
@SuppressWarnings("try") // Flink closes the reader and may be interrupted
final class PacedReader extends RateLimitedSourceReader<ReadImage, ObjectSplit> {

  private final YieldingPace pace;

  PacedReader(ObjectReader reader, YieldingPace pace) {
    super(reader, pace);
    this.pace = pace;
  }

  @Override
  public void close() throws Exception {
    try {
      pace.close();
    } finally {
      super.close();
    }
  }
}
