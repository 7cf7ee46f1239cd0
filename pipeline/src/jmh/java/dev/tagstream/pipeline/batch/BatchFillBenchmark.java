package dev.tagstream.pipeline.batch;

import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.record.DecodedImage;
import dev.tagstream.pipeline.record.EncodedImage;
import dev.tagstream.pipeline.record.NormalizedImage;
import dev.tagstream.pipeline.record.PixelImage;
import dev.tagstream.pipeline.record.SourceRecord;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Rows of 224x224 pixels in float32 into a batch of 16; time and bytes are for one image. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class BatchFillBenchmark {

  private static final int IMAGES = 16;
  private static final int SIDE = 224;
  private static final int ROW_BYTES = 3 * SIDE * SIDE * Float.BYTES;

  private final BatchBuffer buffer =
      new BatchBuffer(new BatchLimits(IMAGES, IMAGES * ROW_BYTES, 1L << 28));
  private final NormalizedImage image = image();

  @Benchmark
  @OperationsPerInvocation(IMAGES)
  public ImageBatch fill() {
    buffer.clear();
    for (int i = 0; i < IMAGES; i++) {
      buffer.add(image);
    }
    return buffer.toBatch();
  }

  private static NormalizedImage image() {
    ByteRange jpeg = ByteRange.of(new byte[50_000]);
    SourceRecord source = new SourceRecord("image-events", 0, 42, -1, jpeg);
    EncodedImage encoded = new EncodedImage(source, "cat", jpeg, null, Map.of());
    PixelImage pixels = new PixelImage(SIDE, SIDE, new byte[3 * SIDE * SIDE]);
    return new NormalizedImage(
        new DecodedImage(encoded, pixels, 500, 375, 1500, null), new byte[ROW_BYTES], ROW_BYTES);
  }
}
