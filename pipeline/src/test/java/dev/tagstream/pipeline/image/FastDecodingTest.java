package dev.tagstream.pipeline.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.pipeline.SharedData;
import dev.tagstream.pipeline.image.ImageDecoder.Mode;
import dev.tagstream.pipeline.record.PixelImage;
import dev.tagstream.pipeline.record.UnreadableImageException;
import dev.tagstream.schemas.model.Preprocessing;
import dev.tagstream.schemas.model.Resize;
import dev.tagstream.schemas.model.Resize.Filter;
import dev.tagstream.schemas.model.Resize.Rule;
import dev.tagstream.schemas.model.Size;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How far fast decoding is from exact decoding. */
class FastDecodingTest {

  private static final double MOST_DIFFERENCE = 1.0;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "coral/bird.bmp",
        "coral/cat.bmp",
        "coral/cat_720p.jpg",
        "coral/hot_dog.jpg",
        "coral/missvickie_potato_chips.bmp",
        "coral/owl.jpg",
        "coral/parrot.jpg",
        "coral/sunflower.bmp",
        "exif/Portrait_1.jpg",
        "exif/Portrait_2.jpg",
        "exif/Portrait_3.jpg",
        "exif/Portrait_4.jpg",
        "exif/Portrait_5.jpg",
        "exif/Portrait_6.jpg",
        "exif/Portrait_7.jpg",
        "exif/Portrait_8.jpg",
        "scikit-image/camera.png",
        "scikit-image/chelsea.png",
        "scikit-image/coffee.png",
        "scikit-image/rocket.jpg"
      })
  void differsByLessThanOneOfThe255LevelsOnAverage(String photo) throws UnreadableImageException {
    byte[] encoded = TestImages.read(SharedData.path("photos/" + photo));
    Preprocessing imageNet = TestImages.imageNet();

    assertThat(meanDifference(imageNet, encoded)).isLessThan(MOST_DIFFERENCE);
  }

  @ParameterizedTest
  @CsvSource({"40, 36", "100, 90"})
  void scalesEveryTestImageNearlyAsExactly(int width, int height) throws UnreadableImageException {
    // all formats, EXIF orientations, grey, CMYK; none has sides to be decoded smaller for that
    for (Filter filter : Filter.values()) {
      Preprocessing half =
          TestImages.preprocessing(new Resize(Rule.EXACT, height, width, filter, true), null);
      for (String name : TestImages.names()) {
        assertThat(meanDifference(half, TestImages.encoded(name))).as(name).isLessThan(0.3);
      }
    }
  }

  @Test
  void decodesEveryTestImageSmallerNearlyAsExactly() throws UnreadableImageException {
    // JPEGs of 64 pixels are decoded smaller for 7x9
    Preprocessing tiny =
        TestImages.preprocessing(new Resize(Rule.EXACT, 9, 7, Filter.BILINEAR, true), null);
    for (String name : TestImages.names()) {
      assertThat(meanDifference(tiny, TestImages.encoded(name))).as(name).isLessThan(4);
    }
  }

  @Test
  void padsAndCropsAsExactly() throws UnreadableImageException {
    Preprocessing padded =
        TestImages.preprocessing(
            new Resize(Rule.EXACT, 7, 9, Filter.BICUBIC, true), new Size(5, 12));

    assertThat(meanDifference(padded, TestImages.encoded("rgb.png"))).isLessThan(0.5);
  }

  private static double meanDifference(Preprocessing preprocessing, byte[] encoded)
      throws UnreadableImageException {
    return TestImages.meanDifference(
        pixels(preprocessing, encoded, Mode.FAST), pixels(preprocessing, encoded, Mode.EXACT));
  }

  private static byte[] pixels(Preprocessing preprocessing, byte[] encoded, Mode mode)
      throws UnreadableImageException {
    try (ImageDecoder decoder = new ImageDecoder(preprocessing, TestImages.LIMITS, mode)) {
      PixelImage pixels = decoder.decode(encoded).pixels();
      return Arrays.copyOf(pixels.rgb(), pixels.bytes());
    }
  }
}
