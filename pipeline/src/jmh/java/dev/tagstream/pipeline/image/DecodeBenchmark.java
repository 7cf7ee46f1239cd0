package dev.tagstream.pipeline.image;

import dev.tagstream.pipeline.record.UnreadableImageException;
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

/** A JPEG to the 224x224 pixels of an ImageNet model: header, decode, resize, crop. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class DecodeBenchmark {

  @Param({"500", "1500"})
  int width;

  @Param({"EXACT", "FAST"})
  ImageDecoder.Mode mode;

  private byte[] jpeg;
  private ImageDecoder decoder;

  @Setup
  public void open() {
    jpeg = Photograph.jpeg(width);
    decoder = new ImageDecoder(TestImages.imageNet(), TestImages.LIMITS, mode);
  }

  @Benchmark
  public ImageDecoder.Decoded decode() throws UnreadableImageException {
    return decoder.decode(jpeg);
  }

  @TearDown
  public void close() {
    decoder.close();
  }
}
