package dev.tagstream.pipeline.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.pipeline.SharedData;
import dev.tagstream.pipeline.record.PixelImage;
import dev.tagstream.pipeline.record.UnreadableImageException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every format and kind against what Pillow reads. */
class ImageFormatsTest {

  /** libjpeg-turbo and libwebp may round by one from release to release. */
  private static final int LOSSY_TOLERANCE = 1;

  static List<String> images() {
    return TestImages.names();
  }

  @ParameterizedTest
  @MethodSource("images")
  void decodesAsPillowDoes(String name) throws UnreadableImageException {
    PixelImage expected = TestImages.expected(name);
    try (ImageDecoder decoder = new ImageDecoder(TestImages.unscaled(), TestImages.LIMITS)) {
      ImageDecoder.Decoded decoded = decoder.decode(TestImages.encoded(name));

      assertThat(decoded.originalWidth()).isEqualTo(expected.width());
      assertThat(decoded.originalHeight()).isEqualTo(expected.height());
      assertThat(decoded.pixels().width()).isEqualTo(expected.width());
      assertThat(decoded.pixels().height()).isEqualTo(expected.height());
      assertThat(TestImages.largestDifference(decoded.pixels().rgb(), expected.rgb()))
          .isLessThanOrEqualTo(isLossy(name) ? LOSSY_TOLERANCE : 0);
    }
  }

  @Test
  void oneDecoderDecodesAllOfThemOneAfterAnother() throws UnreadableImageException {
    try (ImageDecoder decoder = new ImageDecoder(TestImages.unscaled(), TestImages.LIMITS)) {
      for (String name : TestImages.names()) {
        PixelImage pixels = decoder.decode(TestImages.encoded(name)).pixels();
        assertThat(TestImages.largestDifference(pixels.rgb(), TestImages.expected(name).rgb()))
            .as(name)
            .isLessThanOrEqualTo(LOSSY_TOLERANCE);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "photos__coral__bird.png, photos/coral/bird.bmp, 0.0",
    "photos__coral__sunflower.png, photos/coral/sunflower.bmp, 0.0",
    "photos__scikit-image__camera.png, photos/scikit-image/camera.png, 0.0",
    "photos__scikit-image__chelsea.png, photos/scikit-image/chelsea.png, 0.0",
    "photos__scikit-image__coffee.png, photos/scikit-image/coffee.png, 0.0",
    "photos__coral__cat.png, photos/coral/cat.bmp, 0.0",
    "photos__coral__cat_720p.png, photos/coral/cat_720p.jpg, 0.5",
    "photos__coral__parrot.png, photos/coral/parrot.jpg, 0.5",
    "photos__coral__owl.png, photos/coral/owl.jpg, 0.5",
    "photos__scikit-image__rocket.png, photos/scikit-image/rocket.jpg, 0.5",
    "photos__exif__Portrait_1.png, photos/exif/Portrait_1.jpg, 0.5",
    "photos__exif__Portrait_2.png, photos/exif/Portrait_2.jpg, 0.5",
    "photos__exif__Portrait_3.png, photos/exif/Portrait_3.jpg, 0.5",
    "photos__exif__Portrait_4.png, photos/exif/Portrait_4.jpg, 0.5",
    "photos__exif__Portrait_5.png, photos/exif/Portrait_5.jpg, 0.5",
    "photos__exif__Portrait_6.png, photos/exif/Portrait_6.jpg, 0.5",
    "photos__exif__Portrait_7.png, photos/exif/Portrait_7.jpg, 0.5",
    "photos__exif__Portrait_8.png, photos/exif/Portrait_8.jpg, 0.5"
  })
  void preparesPhotosAsTorchvisionDoes(String golden, String photo, double meanTolerance)
      throws IOException, UnreadableImageException {
    byte[] expected = rgb(SharedData.path("golden/" + golden));
    byte[] encoded = TestImages.read(SharedData.path(photo));
    try (ImageDecoder decoder = new ImageDecoder(TestImages.imageNet(), TestImages.LIMITS)) {
      byte[] pixels = decoder.decode(encoded).pixels().rgb();

      assertThat(pixels).hasSize(224 * 224 * 3);
      assertThat(TestImages.meanDifference(pixels, expected)).isLessThanOrEqualTo(meanTolerance);
    }
  }

  private static byte[] rgb(Path png) throws IOException {
    BufferedImage image = ImageIO.read(png.toFile());
    byte[] rgb = new byte[3 * image.getWidth() * image.getHeight()];
    for (int i = 0; i < rgb.length / 3; i++) {
      int color = image.getRGB(i % image.getWidth(), i / image.getWidth());
      rgb[3 * i] = (byte) (color >> 16);
      rgb[3 * i + 1] = (byte) (color >> 8);
      rgb[3 * i + 2] = (byte) color;
    }
    return rgb;
  }

  private static boolean isLossy(String name) {
    return name.endsWith(".jpg") || name.endsWith("jpeg.tif") || name.matches("rgba?\\.webp");
  }
}
