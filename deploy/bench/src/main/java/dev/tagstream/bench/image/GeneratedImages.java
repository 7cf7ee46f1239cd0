package dev.tagstream.bench.image;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/**
 * Images that cost a decoder as much as photographs: colored shapes with sharp edges and noise of
 * all sizes, as baseline JPEGs with 4:2:0 chroma. The same seed gives the same images.
 */
final class GeneratedImages {

  private static final int SHAPES = 14;
  private static final float LIGHT = 45;
  private static final float GRAIN = 9;
  private static final float TINT = 28;

  private final ImageSize size;
  private final Random random;

  GeneratedImages(ImageSize size, long seed) {
    this.size = size;
    this.random = new Random(seed);
  }

  /** Generates further images; the same seed gives the same images in the same order. */
  List<SampleImage> next(int count) {
    List<SampleImage> samples = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      samples.add(new SampleImage("generated-%04d.jpg".formatted(i), jpeg(draw())));
    }
    return samples;
  }

  private BufferedImage draw() {
    BufferedImage image =
        new BufferedImage(size.width(), size.height(), BufferedImage.TYPE_INT_RGB);
    drawShapes(image);
    int coarsest = Math.max(8, size.width() / 4);
    Clouds light = new Clouds(size.width(), size.height(), coarsest, 4, 0.7f, random);
    Clouds grain = new Clouds(size.width(), size.height(), 2, 1, 0.9f, random);
    Clouds tint = new Clouds(size.width(), size.height(), coarsest, 8, 0.6f, random);
    for (int y = 0; y < size.height(); y++) {
      for (int x = 0; x < size.width(); x++) {
        float brighter = LIGHT * light.at(x, y) + GRAIN * grain.at(x, y);
        float warmer = TINT * tint.at(x, y);
        int rgb = image.getRGB(x, y);
        int red = level((rgb >> 16 & 0xFF) + brighter + warmer);
        int green = level((rgb >> 8 & 0xFF) + brighter);
        int blue = level((rgb & 0xFF) + brighter - warmer);
        image.setRGB(x, y, red << 16 | green << 8 | blue);
      }
    }
    return image;
  }

  private void drawShapes(BufferedImage image) {
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setColor(color());
    graphics.fillRect(0, 0, size.width(), size.height());
    for (int i = 0; i < SHAPES; i++) {
      graphics.setColor(color());
      double width = size.width() * random.nextDouble(0.05, 0.5);
      double height = size.height() * random.nextDouble(0.05, 0.5);
      graphics.fill(
          new Ellipse2D.Double(
              random.nextDouble() * size.width() - width / 2,
              random.nextDouble() * size.height() - height / 2,
              width,
              height));
    }
    graphics.dispose();
  }

  private Color color() {
    return new Color(random.nextInt(40, 216), random.nextInt(40, 216), random.nextInt(40, 216));
  }

  private static int level(float value) {
    return Math.max(0, Math.min(255, Math.round(value)));
  }

  private byte[] jpeg(BufferedImage image) {
    ByteArrayOutputStream encoded = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(encoded)) {
      ImageWriteParam settings = writer.getDefaultWriteParam();
      settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      settings.setCompressionQuality(size.quality());
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), settings);
    } catch (IOException impossible) {
      throw new UncheckedIOException("memory cannot fail to be written", impossible);
    } finally {
      writer.dispose();
    }
    return encoded.toByteArray();
  }
}
