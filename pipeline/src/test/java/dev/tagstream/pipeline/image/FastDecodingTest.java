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
    byte[] encoded = TestPictures.read(SharedData.path("photos/" + photo));
    Preprocessing imageNet = TestPictures.imageNet();

    assertThat(meanDifference(imageNet, encoded)).isLessThan(MOST_DIFFERENCE);
  }

  @ParameterizedTest
  @CsvSource({
    "500, 375, 1",
    "639, 640, 1",
    "640, 640, 2",
    "1279, 1280, 2",
    "1280, 1280, 4",
    "4000, 3000, 8",
    "30000, 600, 1"
  })
  void decodesToAQuarterMoreThanIsWanted(int width, int height, int denominator)
      throws UnreadableImageException {
    // the shorter side becomes 256: a half must have 1.25 * 256 = 320
    assertThat(denominator(ImageFormat.JPEG, 3, width, height, toShortest256(Filter.BILINEAR)))
        .isEqualTo(denominator);
  }

  @Test
  void decodesNothingSmallerThatJpegDecodersOrTheFilterCannotAverage()
      throws UnreadableImageException {
    Resize bilinear = toShortest256(Filter.BILINEAR);
    Resize points = new Resize(Rule.SHORTEST_SIDE, 256, 256, Filter.BILINEAR, false);
    Resize none = new Resize(Rule.NONE, 0, 0, Filter.BILINEAR, true);

    assertThat(denominator(ImageFormat.PNG, 3, 4000, 3000, bilinear)).isEqualTo(1);
    assertThat(denominator(ImageFormat.JPEG, 4, 4000, 3000, bilinear)).isEqualTo(1);
    assertThat(denominator(ImageFormat.JPEG, 3, 4000, 3000, points)).isEqualTo(1);
    assertThat(denominator(ImageFormat.JPEG, 3, 4000, 3000, toShortest256(Filter.NEAREST)))
        .isEqualTo(1);
    assertThat(denominator(ImageFormat.JPEG, 3, 4000, 3000, none)).isEqualTo(1);
    assertThat(denominator(ImageFormat.JPEG, 1, 4000, 3000, bilinear)).isEqualTo(8);
  }

  @Test
  void roundsTheSidesOfAReducedPictureUp() {
    assertThat(DctScale.reduced(4001, 8)).isEqualTo(501);
    assertThat(DctScale.reduced(4000, 8)).isEqualTo(500);
    assertThat(DctScale.reduced(1, 2)).isEqualTo(1);
    assertThat(DctScale.reduced(7, 1)).isEqualTo(7);
  }

  @ParameterizedTest
  @CsvSource({"40, 36", "100, 90"})
  void scalesEveryTestPictureNearlyAsExactly(int width, int height)
      throws UnreadableImageException {
    // all formats, EXIF orientations, grey, CMYK; none has sides to be decoded smaller for that
    for (Filter filter : Filter.values()) {
      Preprocessing half =
          TestPictures.preprocessing(new Resize(Rule.EXACT, height, width, filter, true), null);
      for (String name : TestPictures.names()) {
        assertThat(meanDifference(half, TestPictures.encoded(name))).as(name).isLessThan(0.3);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"500, 341", "375, 256", "1, 300", "30000, 1", "30000, 256", "256, 256", "255, 256"})
  void coarseWeightsAreNotNegativeAndSumUpToOne(int sourceLength, int scaledLength) {
    AxisWindow window = new AxisWindow(sourceLength, scaledLength, 0, scaledLength);

    ResamplingTable table = ResamplingTables.coarse(Kernel.BILINEAR, true).of(window);

    for (int i = 0; i < table.weights().length; i += table.taps()) {
      int[] weights = Arrays.copyOfRange(table.weights(), i, i + table.taps());
      assertThat(Arrays.stream(weights).min().orElseThrow()).isNotNegative();
      assertThat(Arrays.stream(weights).sum()).isEqualTo(256);
    }
  }

  @Test
  void decodesEveryTestPictureSmallerNearlyAsExactly() throws UnreadableImageException {
    // JPEGs of 64 pixels are decoded smaller for 7x9
    Preprocessing tiny =
        TestPictures.preprocessing(new Resize(Rule.EXACT, 9, 7, Filter.BILINEAR, true), null);
    for (String name : TestPictures.names()) {
      assertThat(meanDifference(tiny, TestPictures.encoded(name))).as(name).isLessThan(4);
    }
  }

  @Test
  void padsAndCropsAsExactly() throws UnreadableImageException {
    Preprocessing padded =
        TestPictures.preprocessing(
            new Resize(Rule.EXACT, 7, 9, Filter.BICUBIC, true), new Size(5, 12));

    assertThat(meanDifference(padded, TestPictures.encoded("rgb.png"))).isLessThan(0.5);
  }

  private static double meanDifference(Preprocessing preprocessing, byte[] encoded)
      throws UnreadableImageException {
    return TestPictures.meanDifference(
        pixels(preprocessing, encoded, Mode.FAST), pixels(preprocessing, encoded, Mode.EXACT));
  }

  private static byte[] pixels(Preprocessing preprocessing, byte[] encoded, Mode mode)
      throws UnreadableImageException {
    try (ImageDecoder decoder = new ImageDecoder(preprocessing, TestPictures.LIMITS, mode)) {
      PixelImage pixels = decoder.decode(encoded).pixels();
      return Arrays.copyOf(pixels.rgb(), pixels.bytes());
    }
  }

  private static Resize toShortest256(Filter filter) {
    return new Resize(Rule.SHORTEST_SIDE, 256, 256, filter, true);
  }

  private static int denominator(
      ImageFormat format, int channels, int width, int height, Resize resize)
      throws UnreadableImageException {
    ImageHeader header =
        new ImageHeader(format, width, height, channels, 1, 1, ImageHeader.ANY_PIXELS);
    OutputGeometry geometry = OutputGeometry.of(header, resize, null, TestPictures.LIMITS);
    return DctScale.denominator(header, geometry, resize);
  }
}
