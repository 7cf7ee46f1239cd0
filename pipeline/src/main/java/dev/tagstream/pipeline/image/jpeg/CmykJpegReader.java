package dev.tagstream.pipeline.image.jpeg;

import dev.tagstream.pipeline.image.format.CmykColors;
import dev.tagstream.pipeline.image.format.EncodedBytes;
import dev.tagstream.pipeline.image.opencv.NativePicture;
import dev.tagstream.pipeline.record.UnreadableImageException;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes JPEGs of four channels, CMYK and YCCK, as Pillow does: the inks are taken to be stored
 * inverted, as Adobe's programs do. The JDK's reader gives the four channels as they are; OpenCV
 * only gives light, rounded another way.
 */
public final class CmykJpegReader {

  private static final int CHANNELS = 4;

  /** JFIF's factors of YCbCr to RGB, in 16-bit fixed point as libjpeg has them. */
  private static final int FRACTION_BITS = 16;

  private static final int HALF = 1 << (FRACTION_BITS - 1);
  private static final int RED_OF_CR = (int) (1.40200 * (1 << FRACTION_BITS) + 0.5);
  private static final int BLUE_OF_CB = (int) (1.77200 * (1 << FRACTION_BITS) + 0.5);
  private static final int GREEN_OF_CR = (int) (0.71414 * (1 << FRACTION_BITS) + 0.5);
  private static final int GREEN_OF_CB = (int) (0.34414 * (1 << FRACTION_BITS) + 0.5);
  private static final int CENTER = 128;
  private static final int FULL = 255;

  /** Decodes a picture whose header has been checked against the limits. */
  public void read(EncodedBytes encoded, NativePicture into) throws UnreadableImageException {
    Raster raster = readRaster(encoded);
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

  private static Raster readRaster(EncodedBytes encoded) throws UnreadableImageException {
    ImageReader reader = ImageIO.getImageReadersByFormatName("jpeg").next();
    List<String> warnings = new ArrayList<>();
    try (ImageInputStream input =
        new MemoryCacheImageInputStream(
            new ByteArrayInputStream(encoded.array(), encoded.indexOf(0), encoded.length()))) {
      reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
      reader.setInput(input, true, true);
      Raster raster = reader.readRaster(0, null);
      // it warns of data cut off, and goes on with grey; color profiles are not used
      warnings.removeIf(warning -> warning.contains("ICC"));
      if (!warnings.isEmpty()) {
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
