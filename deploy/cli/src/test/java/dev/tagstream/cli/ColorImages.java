package dev.tagstream.cli;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** Encoded images of one color. */
public final class ColorImages {

  private ColorImages() {}

  public static byte[] png(Color color, int width, int height) {
    return encode(color, width, height, "png");
  }

  public static byte[] jpg(Color color, int width, int height) {
    return encode(color, width, height, "jpg");
  }

  private static byte[] encode(Color color, int width, int height, String format) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(color);
    graphics.fillRect(0, 0, width, height);
    graphics.dispose();
    ByteArrayOutputStream encoded = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, format, encoded);
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot fail to be written", e);
    }
    return encoded.toByteArray();
  }
}
