package dev.tagstream.pipeline.gpu;

import static java.util.Objects.requireNonNull;

import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.image.ImageDecoder;
import dev.tagstream.pipeline.image.ImageLimits;
import dev.tagstream.pipeline.image.JpegPlan;
import dev.tagstream.pipeline.image.JpegPlanner;
import dev.tagstream.pipeline.record.PixelImage;
import dev.tagstream.pipeline.record.UnreadableImageException;
import dev.tagstream.schemas.model.Preprocessing;
import dev.tagstream.schemas.model.Resize;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A bundled image that a GPU decodes before any other. Its pixels must equal the CPU's, except for
 * the rounding of the inverse DCT.
 */
final class SelfTest {

  private static final String IMAGE = "self-test.jpg";
  private static final int SIDE = 96;
  private static final double MOST_MEAN_DIFFERENCE = 1.0;

  private static final Preprocessing PREPROCESSING =
      new Preprocessing(
          new Resize(Resize.Rule.EXACT, SIDE, SIDE, Resize.Filter.BILINEAR, true),
          null,
          Preprocessing.ChannelOrder.RGB,
          1.0,
          List.of(0.0, 0.0, 0.0),
          List.of(1.0, 1.0, 1.0));

  private static final ImageLimits LIMITS = new ImageLimits(1 << 16, 1 << 16, 1 << 10);

  private SelfTest() {}

  /**
   * Decodes the test image in a lane.
   *
   * @throws BadJpegException if the lane cannot decode it
   * @throws GpuException if its pixels differ too much from the CPU's
   */
  static void run(DecoderLane lane) throws BadJpegException {
    ByteRange image = ByteRange.of(image());
    try (ImageDecoder cpu = new ImageDecoder(PREPROCESSING, LIMITS)) {
      JpegPlan plan = requireNonNull(new JpegPlanner(PREPROCESSING, LIMITS).plan(image));
      JpegBatch batch = JpegBatch.empty();
      batch.add(0, image, plan);
      batch.add(1, image, plan);
      ByteBuffer rows = lane.decode(batch);
      PixelImage expected = cpu.decode(image).pixels();
      require(rows, 0, expected);
      require(rows, expected.bytes(), expected);
    } catch (UnreadableImageException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static void require(ByteBuffer rows, int first, PixelImage expected) {
    long sum = 0;
    for (int i = 0; i < expected.bytes(); i++) {
      sum += Math.abs((rows.get(first + i) & 0xFF) - (expected.rgb()[i] & 0xFF));
    }
    double mean = (double) sum / expected.bytes();
    if (mean > MOST_MEAN_DIFFERENCE) {
      throw new GpuException(
          "pixels of %s must differ from the CPU's by at most %s on average but differ by %.2f"
              .formatted(IMAGE, MOST_MEAN_DIFFERENCE, mean));
    }
  }

  private static byte[] image() {
    try (InputStream resource = requireNonNull(SelfTest.class.getResourceAsStream(IMAGE))) {
      return resource.readAllBytes();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
