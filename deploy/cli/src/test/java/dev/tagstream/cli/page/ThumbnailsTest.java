package dev.tagstream.cli.page;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.pipeline.image.ImageLimits;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ThumbnailsTest {

  /** APP1 of 34 bytes: one entry of EXIF, the orientation, in its last but eighth byte. */
  private static final String EXIF =
      "ffe10022"
          + "457869660000"
          + "4d4d002a00000008"
          + "0001"
          + "0112000300000001%04x0000"
          + "00000000";

  private final Thumbnails thumbnails = new Thumbnails(new ImageLimits(1 << 20, 1 << 20, 1 << 12));

  @AfterEach
  void close() {
    thumbnails.close();
  }

  /** The images are red on their left and blue on their right before they are turned. */
  @ParameterizedTest
  @CsvSource({
    "400, 200, 1, 192, 96, red, blue, red, blue",
    "400, 200, 2, 192, 96, blue, red, blue, red",
    "400, 200, 3, 192, 96, blue, red, blue, red",
    "400, 200, 6, 96, 192, red, red, blue, blue",
    "400, 200, 8, 96, 192, blue, blue, red, red",
    "40, 20, 1, 40, 20, red, blue, red, blue",
    "40, 20, 6, 20, 40, red, red, blue, blue"
  })
  void areUprightWhateverTheOrientationInExif(
      int width,
      int height,
      int orientation,
      int thumbnailWidth,
      int thumbnailHeight,
      String topLeft,
      String topRight,
      String bottomLeft,
      String bottomRight)
      throws Exception {
    BufferedImage made = thumbnail(jpeg(width, height, orientation));

    assertThat(made.getWidth()).isEqualTo(thumbnailWidth);
    assertThat(made.getHeight()).isEqualTo(thumbnailHeight);
    int right = thumbnailWidth - 4;
    int bottom = thumbnailHeight - 4;
    assertThat(color(made, 4, 4)).isEqualTo(topLeft);
    assertThat(color(made, right, 4)).isEqualTo(topRight);
    assertThat(color(made, 4, bottom)).isEqualTo(bottomLeft);
    assertThat(color(made, right, bottom)).isEqualTo(bottomRight);
  }

  @Test
  void areNotThereOfWhatIsNoImage() {
    assertThat(thumbnails.of(new byte[] {1, 2, 3})).isNull();
    assertThat(thumbnails.of(new byte[0])).isNull();
  }

  private BufferedImage thumbnail(byte[] encoded) throws Exception {
    byte[] made = requireNonNull(thumbnails.of(encoded));
    return ImageIO.read(new ByteArrayInputStream(made));
  }

  private static byte[] jpeg(int width, int height, int orientation) throws Exception {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(Color.RED);
    graphics.fillRect(0, 0, width / 2, height);
    graphics.setColor(Color.BLUE);
    graphics.fillRect(width / 2, 0, width / 2, height);
    graphics.dispose();
    ByteArrayOutputStream plain = new ByteArrayOutputStream();
    ImageIO.write(image, "jpeg", plain);
    ByteArrayOutputStream turned = new ByteArrayOutputStream();
    byte[] bytes = plain.toByteArray();
    turned.write(bytes, 0, 2);
    turned.write(HexFormat.of().parseHex(EXIF.formatted(orientation)));
    turned.write(bytes, 2, bytes.length - 2);
    return turned.toByteArray();
  }

  private static String color(BufferedImage image, int x, int y) {
    Color color = new Color(image.getRGB(x, y));
    return color.getRed() > 150 && color.getBlue() < 100
        ? "red"
        : color.getBlue() > 150 && color.getRed() < 100 ? "blue" : color.toString();
  }
}
