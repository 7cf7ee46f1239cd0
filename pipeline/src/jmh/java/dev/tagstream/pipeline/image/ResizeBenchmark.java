package dev.tagstream.pipeline.image;

import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.image.format.EncodedBytes;
import dev.tagstream.pipeline.image.format.ImageHeader;
import dev.tagstream.pipeline.image.format.MissingPixels;
import dev.tagstream.pipeline.image.jpeg.DctScale;
import dev.tagstream.pipeline.image.opencv.NativeImage;
import dev.tagstream.pipeline.image.resample.ImageScaler;
import dev.tagstream.pipeline.image.resample.OutputGeometry;
import dev.tagstream.pipeline.record.UnreadableImageException;
import dev.tagstream.schemas.model.Resize;
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

/** A decoded image to the 224x224 pixels of an ImageNet model. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ResizeBenchmark {

  @Param({"500", "1500"})
  int width;

  @Param({"EXACT", "FAST"})
  ImageDecoder.Mode mode;

  private final ImageReader reader = new ImageReader();
  private final Resize resize = TestImages.imageNet().resize();

  private ImageScaler scaler;
  private NativeImage image;
  private OutputGeometry geometry;
  private byte[] rgb;

  @Setup
  public void open() throws UnreadableImageException {
    scaler =
        switch (mode) {
          case EXACT -> ImageScaler.exact(resize);
          case FAST -> ImageScaler.fast(resize);
        };
    ByteRange jpeg = ByteRange.of(Photograph.jpeg(width));
    ImageHeader header = HeaderReader.read(jpeg);
    EncodedBytes encoded = new EncodedBytes(header.format().name(), jpeg);
    image = reader.read(encoded, header, DctScale.FULL, MissingPixels.refusing(encoded));
    geometry =
        OutputGeometry.of(
            header, resize, TestImages.imageNet().crop(), TestImages.LIMITS.maxOutputPixels());
    rgb = new byte[3 * geometry.width() * geometry.height()];
  }

  @Benchmark
  public byte[] resize() {
    scaler.scale(image, geometry, rgb);
    return rgb;
  }

  @TearDown
  public void close() {
    scaler.close();
    reader.close();
  }
}
