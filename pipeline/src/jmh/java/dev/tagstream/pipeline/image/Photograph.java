package dev.tagstream.pipeline.image;

import java.awt.AlphaComposite;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import javax.imageio.ImageIO;

/** Noise of all sizes, of which photographs have much too; the same at each call. */
public final class Photograph {

  private static final int LEAST_GRAIN = 2;
  private static final float SHARE_OF_FINER = 0.4f;

  private Photograph() {}

  /** A JPEG (4:2:0) of so many pixels, four by three. */
  public static byte[] jpeg(int width) {
    ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
    try {
      ImageIO.write(noise(width, width * 3 / 4), "jpg", jpeg);
    } catch (IOException impossible) {
      throw new IllegalStateException("memory cannot fail to be written", impossible);
    }
    return jpeg.toByteArray();
  }

  private static BufferedImage noise(int width, int height) {
    Random random = new Random(1);
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    for (int grain = width / 4; grain >= LEAST_GRAIN; grain /= 2) {
      graphics.drawImage(grains(random, width / grain, height / grain), 0, 0, width, height, null);
      graphics.setComposite(AlphaComposite.SrcOver.derive(SHARE_OF_FINER));
    }
    graphics.dispose();
    return image;
  }

  private static BufferedImage grains(Random random, int width, int height) {
    BufferedImage grains = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        grains.setRGB(x, y, random.nextInt());
      }
    }
    return grains;
  }
}
