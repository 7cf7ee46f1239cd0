package dev.tagstream.pipeline.image.opencv;

import dev.tagstream.pipeline.image.format.EncodedBytes;
import dev.tagstream.pipeline.record.UnreadableImageException;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;

/** Decodes with OpenCV: libjpeg-turbo, libpng, libwebp, libtiff and its own BMP reader. */
public final class OpenCvReader implements AutoCloseable {

  /**
   * Three channels of 8 bits, red first, alpha dropped, 16 bits shifted to 8; Tagstream applies the
   * orientation.
   */
  private static final int FLAGS =
      opencv_imgcodecs.IMREAD_COLOR_RGB | opencv_imgcodecs.IMREAD_IGNORE_ORIENTATION;

  static {
    // the slots of the job are its parallelism
    opencv_core.setNumThreads(1);
    OpenCvLog.silence();
  }

  private final NativeInput input = new NativeInput();

  /** Loads OpenCV with its decoders and its resize, if nothing has yet. */
  public static void load() {
    Loader.load(opencv_imgcodecs.class);
    Loader.load(opencv_imgproc.class);
  }

  /** The buffer for the bytes to decode. */
  public NativeInput input() {
    return input;
  }

  /** Decodes the input: an image whose header has been checked against the limits. */
  public void read(EncodedBytes encoded, NativeImage into) throws UnreadableImageException {
    read(encoded, into, FLAGS);
  }

  /**
   * Decodes a JPEG to a half, a quarter or an eighth of its sides.
   *
   * @param denominator 1, 2, 4 or 8
   */
  public void readReduced(EncodedBytes encoded, NativeImage into, int denominator)
      throws UnreadableImageException {
    read(encoded, into, FLAGS | reduction(denominator));
  }

  private void read(EncodedBytes encoded, NativeImage into, int flags)
      throws UnreadableImageException {
    try (Mat bytes = input.asRow();
        Mat decoded = opencv_imgcodecs.imdecode(bytes, flags, into.pixels())) {
      // only the returned Mat shows a failure; the other one may be incomplete
      if (decoded.empty()) {
        throw encoded.corrupt("the decoder found corrupt or truncated data");
      }
      into.pixelsChanged();
    } catch (RuntimeException nativeError) {
      throw encoded.corrupt(firstLine(nativeError));
    }
  }

  /** The flag of a reduction; its name says grey, but color is a separate flag. */
  private static int reduction(int denominator) {
    return switch (denominator) {
      case 2 -> opencv_imgcodecs.IMREAD_REDUCED_GRAYSCALE_2;
      case 4 -> opencv_imgcodecs.IMREAD_REDUCED_GRAYSCALE_4;
      case 8 -> opencv_imgcodecs.IMREAD_REDUCED_GRAYSCALE_8;
      default -> 0;
    };
  }

  /** Releases memory that only a large image needs. */
  public void shrink(long keptBytes) {
    input.shrink(keptBytes);
  }

  private static String firstLine(RuntimeException error) {
    return String.valueOf(error.getMessage()).lines().findFirst().orElse("the decoder failed");
  }

  @Override
  public void close() {
    input.close();
  }
}
