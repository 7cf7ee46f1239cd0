package dev.tagstream.pipeline.image.jpeg;

import dev.tagstream.pipeline.image.format.CmykColors;
import dev.tagstream.pipeline.image.format.EncodedBytes;
import dev.tagstream.pipeline.image.format.MissingPixels;
import dev.tagstream.pipeline.image.opencv.NativeImage;
import dev.tagstream.pipeline.record.UnreadableImageException;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes JPEGs of four channels, CMYK and YCCK, as Pillow does: the inks count as inverted, as
 * Adobe's programs store them. The JDK's reader returns the four channels unchanged; OpenCV returns
 * only RGB, rounded another way.
 */
public final class CmykJpegReader {

  private static final int CHANNELS = 4;
  private static final int START_OF_IMAGE_BYTES = 2;
  private static final int FILL = 0xFF;

  /** JFIF's factors of YCbCr to RGB, in 16-bit fixed point as libjpeg has them. */
  private static final int FRACTION_BITS = 16;

  private static final int HALF = 1 << (FRACTION_BITS - 1);
  private static final int RED_OF_CR = (int) (1.40200 * (1 << FRACTION_BITS) + 0.5);
  private static final int BLUE_OF_CB = (int) (1.77200 * (1 << FRACTION_BITS) + 0.5);
  private static final int GREEN_OF_CR = (int) (0.71414 * (1 << FRACTION_BITS) + 0.5);
  private static final int GREEN_OF_CB = (int) (0.34414 * (1 << FRACTION_BITS) + 0.5);
  private static final int CENTER = 128;
  private static final int FULL = 255;

  /**
   * Decodes an image whose header has been checked against the limits.
   *
   * @param missing the known missing pixels; other data must be complete
   */
  public void read(EncodedBytes encoded, NativeImage into, MissingPixels missing)
      throws UnreadableImageException {
    Raster raster = readRaster(encoded, makingPixels(encoded), missing);
    if (raster.getNumBands() != CHANNELS) {
      throw encoded.corrupt("%d channels, not %d".formatted(raster.getNumBands(), CHANNELS));
    }
    boolean isYcck = JpegHeader.isYcck(encoded);
    int width = raster.getWidth();
    int[] samples = new int[CHANNELS * width];
    byte[] rgb = new byte[3 * width];
    into.create(width, raster.getHeight());
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getPixels(0, y, width, 1, samples);
      for (int x = 0; x < width; x++) {
        if (isYcck) {
          toCmy(samples, CHANNELS * x);
        }
        int black = FULL - samples[CHANNELS * x + 3];
        for (int channel = 0; channel < 3; channel++) {
          int ink = FULL - samples[CHANNELS * x + channel];
          rgb[3 * x + channel] = (byte) CmykColors.light(ink, black);
        }
      }
      into.setRow(y, 0, width, rgb);
    }
  }

  /**
   * The segments that make pixels. The JDK's reader refuses images with corrupt color profiles,
   * although it does not use them.
   */
  private static byte[] makingPixels(EncodedBytes encoded) throws UnreadableImageException {
    ByteArrayOutputStream kept = new ByteArrayOutputStream(encoded.length());
    JpegSegments segments = new JpegSegments(encoded);
    kept.write(encoded.array(), encoded.indexOf(0), START_OF_IMAGE_BYTES);
    while (segments.next()) {
      if (makesPixels(segments.marker())) {
        long end = Math.min(segments.end(), encoded.length());
        kept.write(FILL);
        kept.write(encoded.array(), encoded.indexOf(segments.at()), (int) (end - segments.at()));
      }
    }
    kept.write(FILL);
    int scans = encoded.indexOf(segments.at());
    kept.write(encoded.array(), scans, (int) (encoded.length() - segments.at()));
    return kept.toByteArray();
  }

  private static boolean makesPixels(int marker) {
    boolean isForApplications =
        marker >= JpegSegments.FIRST_APPLICATION && marker <= JpegSegments.LAST_APPLICATION;
    return marker == JpegSegments.APP14 || (!isForApplications && marker != JpegSegments.COMMENT);
  }

  private static Raster readRaster(EncodedBytes encoded, byte[] jpeg, MissingPixels missing)
      throws UnreadableImageException {
    ImageReader reader = ImageIO.getImageReadersByFormatName("jpeg").next();
    List<String> warnings = new ArrayList<>();
    try (ImageInputStream input = new MemoryCacheImageInputStream(new ByteArrayInputStream(jpeg))) {
      reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
      reader.setInput(input, true, true);
      Raster raster = reader.readRaster(0, null);
      // the reader warns of truncated data and continues with grey
      if (!warnings.isEmpty() && missing.toLine() == null) {
        throw encoded.corrupt(warnings.get(0));
      }
      return raster;
    } catch (IOException | RuntimeException broken) {
      throw encoded.corrupt("four channels: " + broken.getMessage());
    } finally {
      reader.dispose();
    }
  }

  /** YCC to CMY, that is YCbCr to RGB and inverted, as libjpeg does. */
  private static void toCmy(int[] samples, int at) {
    int luma = samples[at];
    int cb = samples[at + 1] - CENTER;
    int cr = samples[at + 2] - CENTER;
    samples[at] = FULL - clip(luma + ((RED_OF_CR * cr + HALF) >> FRACTION_BITS));
    int green = (-GREEN_OF_CB * cb - GREEN_OF_CR * cr + HALF) >> FRACTION_BITS;
    samples[at + 1] = FULL - clip(luma + green);
    samples[at + 2] = FULL - clip(luma + ((BLUE_OF_CB * cb + HALF) >> FRACTION_BITS));
  }

  private static int clip(int value) {
    return Math.min(FULL, Math.max(0, value));
  }
}
