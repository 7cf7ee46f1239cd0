package dev.tagstream.bench.decode;

import dev.tagstream.bench.image.SampleImage;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;

/** Decodes and resizes with the JDK. */
final class ImageIoSide extends DecodingSide {

  private final int shortest;

  ImageIoSide(String name, List<SampleImage> samples, long images, int shortest) {
    super(name, samples, images);
    this.shortest = shortest;
  }

  @Override
  void decode(byte[] encoded) throws IOException {
    BufferedImage sample = ImageIO.read(new ByteArrayInputStream(encoded));
    double scale = (double) shortest / Math.min(sample.getWidth(), sample.getHeight());
    int width = (int) (sample.getWidth() * scale);
    int height = (int) (sample.getHeight() * scale);
    BufferedImage small = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D graphics = small.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(sample, 0, 0, width, height, null);
    graphics.dispose();
  }
}
