package dev.tagstream.bench.decode;

import dev.tagstream.bench.image.SampleImage;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/** Decodes whole images into one Mat, like a simple OpenCV program. */
class OpenCvSide extends DecodingSide {

  private static final int FLAGS =
      opencv_imgcodecs.IMREAD_COLOR | opencv_imgcodecs.IMREAD_IGNORE_ORIENTATION;

  private final Mat pixels = new Mat();

  OpenCvSide(String name, List<SampleImage> samples, long images) {
    super(name, samples, images);
  }

  @Override
  void decode(byte[] encoded) {
    try (BytePointer bytes = new BytePointer(encoded);
        Mat row = new Mat(1, encoded.length, opencv_core.CV_8UC1, bytes);
        Mat decoded = opencv_imgcodecs.imdecode(row, FLAGS, pixels)) {
      if (decoded.empty()) {
        throw new IllegalStateException("OpenCV does not decode a generated image");
      }
      use(decoded);
    }
  }

  /** Uses the decoded pixels; does nothing here. */
  void use(Mat decoded) {}

  @Override
  public void close() {
    pixels.close();
  }

  /** The same, then resizes with antialiasing to a length of the shorter side. */
  static final class Resizing extends OpenCvSide {

    private final int shortest;
    private final Mat small = new Mat();

    Resizing(String name, List<SampleImage> samples, long images, int shortest) {
      super(name, samples, images);
      this.shortest = shortest;
    }

    @Override
    void use(Mat decoded) {
      double scale = (double) shortest / Math.min(decoded.cols(), decoded.rows());
      try (Size size = new Size((int) (decoded.cols() * scale), (int) (decoded.rows() * scale))) {
        opencv_imgproc.resize(decoded, small, size, 0, 0, opencv_imgproc.INTER_AREA);
      }
    }

    @Override
    public void close() {
      small.close();
      super.close();
    }
  }
}
