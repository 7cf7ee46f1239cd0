package dev.tagstream.pipeline.image;

import dev.tagstream.pipeline.image.bmp.BmpReader;
import dev.tagstream.pipeline.image.format.EncodedBytes;
import dev.tagstream.pipeline.image.format.ExifOrientation;
import dev.tagstream.pipeline.image.format.ImageHeader;
import dev.tagstream.pipeline.image.format.MissingPixels;
import dev.tagstream.pipeline.image.format.TiffDirectory;
import dev.tagstream.pipeline.image.gif.GifReader;
import dev.tagstream.pipeline.image.jpeg.CmykJpegReader;
import dev.tagstream.pipeline.image.jpeg.DctScale;
import dev.tagstream.pipeline.image.jpeg.JpegEnd;
import dev.tagstream.pipeline.image.opencv.NativeImage;
import dev.tagstream.pipeline.image.opencv.OpenCvReader;
import dev.tagstream.pipeline.image.png.PngChunks;
import dev.tagstream.pipeline.image.png.PngEnd;
import dev.tagstream.pipeline.image.tiff.TiffLayout;
import dev.tagstream.pipeline.image.tiff.TiffReader;
import dev.tagstream.pipeline.record.RejectReason;
import dev.tagstream.pipeline.record.UnreadableImageException;

/** Decodes whole images, each format with the decoder that agrees with Pillow. */
final class ImageReader implements AutoCloseable {

  private static final int CMYK_CHANNELS = 4;

  /** Buffers of up to this size are kept for the next image: one of 20 megapixels. */
  private static final long KEPT_BYTES = 64L << 20;

  /** If memory runs out, an image with fewer pixels is not to blame. */
  private static final long HARMLESS_PIXELS = 4_000_000;

  private final NativeImage image = new NativeImage();
  private final OpenCvReader openCv = new OpenCvReader();
  private final CmykJpegReader cmykJpeg = new CmykJpegReader();
  private final BmpReader bmp = new BmpReader();
  private final GifReader gif = new GifReader();
  private final TiffReader tiff = new TiffReader();

  /**
   * Decodes an image whose header has been checked against the limits.
   *
   * @param denominator the divisor of a JPEG's sides while it is decoded, see {@link DctScale}
   * @param missing receives what the image lacks, and may refuse the image
   * @return the upright image, valid until the next one is read or memory is released
   */
  NativeImage read(EncodedBytes encoded, ImageHeader header, int denominator, MissingPixels missing)
      throws UnreadableImageException {
    try {
      return readWhole(encoded, header, denominator, missing);
    } catch (OutOfMemoryError tooLarge) {
      shrink();
      if ((long) header.width() * header.height() < HARMLESS_PIXELS) {
        throw tooLarge;
      }
      throw new UnreadableImageException(
          RejectReason.TOO_MANY_PIXELS,
          "%s: %dx%d pixels do not fit into the memory: %s"
              .formatted(header.format(), header.width(), header.height(), tooLarge.getMessage()));
    }
  }

  /** Releases memory that only a large image needs. */
  void shrink() {
    image.shrink(KEPT_BYTES);
    openCv.shrink(KEPT_BYTES);
    tiff.shrink(KEPT_BYTES);
  }

  private NativeImage readWhole(
      EncodedBytes encoded, ImageHeader header, int denominator, MissingPixels missing)
      throws UnreadableImageException {
    switch (header.format()) {
      case GIF -> gif.read(encoded, image, missing);
      case TIFF -> readTiff(encoded, header);
      case JPEG -> readJpeg(JpegEnd.complete(encoded, missing), header, denominator, missing);
      case BMP -> bmp.read(encoded, image, missing);
      case PNG -> {
        boolean isWhole = PngChunks.reachEnd(encoded);
        readPng(isWhole ? encoded : PngEnd.complete(encoded, header, missing), header);
      }
      case WEBP -> readWithOpenCv(encoded, header);
    }
    return image;
  }

  private void readJpeg(
      EncodedBytes encoded, ImageHeader header, int denominator, MissingPixels missing)
      throws UnreadableImageException {
    if (header.channels() == CMYK_CHANNELS) {
      cmykJpeg.read(encoded, image, missing);
      finish(encoded, header);
    } else {
      fillInput(encoded);
      openCv.readReduced(encoded, image, denominator);
      finish(encoded, header.reduced(denominator));
    }
  }

  private void readPng(EncodedBytes encoded, ImageHeader header) throws UnreadableImageException {
    PngChunks.copyNeeded(encoded, openCv.input());
    openCv.read(encoded, image);
    finish(encoded, header);
  }

  private void readTiff(EncodedBytes encoded, ImageHeader header) throws UnreadableImageException {
    TiffDirectory directory = TiffDirectory.read(encoded, 0);
    TiffLayout layout = TiffLayout.of(encoded, directory);
    if (layout.isPlain()) {
      tiff.read(encoded, directory, layout, image);
      finish(encoded, header);
    } else {
      // OpenCV turns TIFFs by their tag whatever its flags say
      boolean isTurned = ExifOrientation.of(directory) != ExifOrientation.ABSENT;
      readWithOpenCv(encoded, isTurned ? header.turnedUpright() : header);
    }
  }

  private void readWithOpenCv(EncodedBytes encoded, ImageHeader header)
      throws UnreadableImageException {
    fillInput(encoded);
    openCv.read(encoded, image);
    finish(encoded, header);
  }

  private void fillInput(EncodedBytes encoded) {
    openCv.input().clear(encoded.length());
    openCv.input().append(encoded, 0, encoded.length());
  }

  /** Checks that the decoder read the same header, and rotates the image upright. */
  private void finish(EncodedBytes encoded, ImageHeader header) throws UnreadableImageException {
    if (image.width() != header.width() || image.height() != header.height()) {
      throw encoded.corrupt(
          "%dx%d pixels in its header but %dx%d in its data"
              .formatted(header.width(), header.height(), image.width(), image.height()));
    }
    image.orient(header.orientation());
  }

  @Override
  public void close() {
    image.close();
    openCv.close();
  }
}
