package dev.tagstream.pipeline.image.jpeg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.pipeline.image.format.ImageFormat;
import dev.tagstream.pipeline.image.format.ImageHeader;
import dev.tagstream.pipeline.image.resample.OutputGeometry;
import dev.tagstream.pipeline.record.UnreadableImageException;
import dev.tagstream.schemas.model.Resize;
import dev.tagstream.schemas.model.Resize.Filter;
import dev.tagstream.schemas.model.Resize.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DctScaleTest {

  private static final long MOST_PIXELS = 50_000_000;

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
  void roundsTheSidesOfAReducedImageUp() {
    assertThat(ImageHeader.reducedLength(4001, 8)).isEqualTo(501);
    assertThat(ImageHeader.reducedLength(4000, 8)).isEqualTo(500);
    assertThat(ImageHeader.reducedLength(1, 2)).isEqualTo(1);
    assertThat(ImageHeader.reducedLength(7, 1)).isEqualTo(7);
  }

  private static Resize toShortest256(Filter filter) {
    return new Resize(Rule.SHORTEST_SIDE, 256, 256, filter, true);
  }

  private static int denominator(
      ImageFormat format, int channels, int width, int height, Resize resize)
      throws UnreadableImageException {
    ImageHeader header =
        new ImageHeader(format, width, height, channels, 1, 1, ImageHeader.ANY_PIXELS);
    OutputGeometry geometry = OutputGeometry.of(header, resize, null, MOST_PIXELS);
    return DctScale.denominator(header, geometry, resize);
  }
}
