package dev.tagstream.pipeline.image;

import dev.tagstream.pipeline.record.PixelImage;
import dev.tagstream.schemas.model.PixelLayout;
import dev.tagstream.schemas.model.PixelType;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** 224x224 pixels to the row of a model's input. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class NormalizeBenchmark {

  private static final int SIDE = 224;

  @Param({"FLOAT32", "UINT8"})
  PixelType type;

  @Param({"NCHW", "NHWC"})
  PixelLayout layout;

  private final PixelImage pixels = new PixelImage(SIDE, SIDE, new byte[3 * SIDE * SIDE]);
  private PixelNormalizer normalizer;

  @Setup
  public void open() {
    new Random(1).nextBytes(pixels.rgb());
    normalizer = new PixelNormalizer(TestImages.imageNet(), type, layout);
  }

  @Benchmark
  public byte[] normalize() {
    return normalizer.normalize(pixels);
  }
}
