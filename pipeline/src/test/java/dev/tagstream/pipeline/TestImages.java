package dev.tagstream.pipeline;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** Encoded images of one color. */
public final class TestImages {

  public static final byte[] RED = png(0xFF0000, 8, 6);
  public static final byte[] GREEN = png(0x00FF00, 8, 6);
  public static final byte[] BLUE = png(0x0000FF, 8, 6);

  private TestImages() {}

  public static byte[] png(int color, int width, int height) {
    return encode(color, width, height, "png");
  }

  public static byte[] jpg(int color, int width, int height) {
    return encode(color, width, height, "jpg");
  }

  private static byte[] encode(int color, int width, int height, String format) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(new Color(color));
    graphics.fillRect(0, 0, width, height);
    graphics.dispose();
    ByteArrayOutputStream encoded = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, format, encoded);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return encoded.toByteArray();
  }
}
