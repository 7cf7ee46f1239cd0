package dev.tagstream.bench.decode;

import dev.tagstream.bench.image.SampleImage;
import dev.tagstream.bench.image.SampleImages;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;

/** The encodings of generated images. */
public enum ImageKind {
  JPEG_420(".jpg", opencv_imgcodecs.IMWRITE_JPEG_SAMPLING_FACTOR_420),
  JPEG_444(".jpg", opencv_imgcodecs.IMWRITE_JPEG_SAMPLING_FACTOR_444),
  JPEG_PROGRESSIVE(".jpg", opencv_imgcodecs.IMWRITE_JPEG_SAMPLING_FACTOR_420),
  PNG(".png", 0),
  WEBP(".webp", 0);

  private static final int QUALITY = 88;

  private final String extension;
  private final int chroma;

  ImageKind(String extension, int chroma) {
    this.extension = extension;
    this.chroma = chroma;
  }

  /** The same images in this encoding. */
  public SampleImages encode(SampleImages samples) {
    List<SampleImage> encoded = samples.all().stream().map(this::encode).toList();
    SampleImages named = new SampleImages("", encoded);
    return new SampleImages(
        "%s, as %s of %.0f bytes".formatted(samples.description(), this, named.averageBytes()),
        encoded);
  }

  private SampleImage encode(SampleImage sample) {
    try (BytePointer bytes = new BytePointer(sample.encoded());
        Mat row = new Mat(1, sample.encoded().length, opencv_core.CV_8UC1, bytes);
        Mat pixels = opencv_imgcodecs.imdecode(row, opencv_imgcodecs.IMREAD_COLOR);
        BytePointer encoded = new BytePointer();
        IntPointer settings = settings()) {
      if (!opencv_imgcodecs.imencode(extension, pixels, encoded, settings)) {
        throw new IllegalStateException(this + " cannot be encoded");
      }
      byte[] copy = new byte[Math.toIntExact(encoded.limit())];
      encoded.get(copy);
      return new SampleImage(sample.id() + extension, copy);
    }
  }

  private IntPointer settings() {
    return switch (this) {
      case PNG -> new IntPointer(opencv_imgcodecs.IMWRITE_PNG_COMPRESSION, 3);
      case WEBP -> new IntPointer(opencv_imgcodecs.IMWRITE_WEBP_QUALITY, QUALITY);
      case JPEG_420, JPEG_444, JPEG_PROGRESSIVE ->
          new IntPointer(
              opencv_imgcodecs.IMWRITE_JPEG_QUALITY,
              QUALITY,
              opencv_imgcodecs.IMWRITE_JPEG_SAMPLING_FACTOR,
              chroma,
              opencv_imgcodecs.IMWRITE_JPEG_PROGRESSIVE,
              this == JPEG_PROGRESSIVE ? 1 : 0);
    };
  }

  /** Whether the JDK reads this encoding. */
  public boolean isKnownToImageIo() {
    return this != WEBP;
  }
}
