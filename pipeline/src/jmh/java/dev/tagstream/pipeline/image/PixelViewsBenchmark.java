package dev.tagstream.pipeline.image;

import dev.tagstream.pipeline.record.UnreadableImageException;
import dev.tagstream.schemas.model.Preprocessing;
import dev.tagstream.schemas.model.Resize;
import dev.tagstream.schemas.model.Size;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A JPEG to the pixels of two models, 224x224 and 160x160: by one decode, and by one each. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class PixelViewsBenchmark {

  @Param({"500", "1500"})
  int width;

  private byte[] jpeg;
  private ImageDecoder large;
  private ImageDecoder small;
  private ImageDecoder both;

  @Setup
  public void open() {
    jpeg = Photograph.jpeg(width);
    Preprocessing imageNet = TestImages.imageNet();
    Preprocessing mobile =
        TestImages.preprocessing(
            new Resize(Resize.Rule.SHORTEST_SIDE, 182, 182, Resize.Filter.BILINEAR, true),
            new Size(160, 160));
    large = new ImageDecoder(imageNet, TestImages.LIMITS);
    small = new ImageDecoder(mobile, TestImages.LIMITS);
    both =
        new ImageDecoder(
            List.of(imageNet, mobile),
            TestImages.LIMITS,
            ImageDecoder.Mode.EXACT,
            TruncatedImages.REJECT);
  }

  @Benchmark
  public ImageDecoder.Decoded forOneModel() throws UnreadableImageException {
    return large.decode(jpeg);
  }

  @Benchmark
  public ImageDecoder.Decoded forBothAtOnce() throws UnreadableImageException {
    return both.decode(jpeg);
  }

  @Benchmark
  public int forEach() throws UnreadableImageException {
    return large.decode(jpeg).originalWidth() + small.decode(jpeg).originalWidth();
  }

  @TearDown
  public void close() {
    large.close();
    small.close();
    both.close();
  }
}
