package dev.tagstream.pipeline.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.pipeline.record.PixelImage;
import dev.tagstream.pipeline.record.UnreadableImageException;
import dev.tagstream.schemas.model.Preprocessing;
import dev.tagstream.schemas.model.Resize;
import dev.tagstream.schemas.model.Resize.Filter;
import dev.tagstream.schemas.model.Resize.Rule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The pixels of one image for several models. */
final class PixelViewsTest {

  /**
   * JPEGs of 64 pixels are decoded smaller for the second, in fast mode, and not for the others.
   */
  private static final List<Preprocessing> WANTED =
      List.of(
          to(36, 40, Filter.BILINEAR),
          to(9, 7, Filter.BILINEAR),
          to(36, 40, Filter.NEAREST),
          TestImages.imageNet());

  @ParameterizedTest
  @EnumSource
  void areThoseOfADecoderOfTheirOwn(ImageDecoder.Mode mode) throws UnreadableImageException {
    try (ImageDecoder several =
        new ImageDecoder(WANTED, TestImages.LIMITS, mode, TruncatedImages.TAG)) {
      for (String name : TestImages.names()) {
        ImageDecoder.Decoded decoded = several.decode(TestImages.encoded(name));
        List<PixelImage> views = new ArrayList<>(List.of(decoded.pixels()));
        views.addAll(List.of(decoded.others()));
        for (int i = 0; i < WANTED.size(); i++) {
          assertSameAsAlone(WANTED.get(i), mode, name, views.get(i), decoded.missing());
        }
      }
    }
  }

  private static void assertSameAsAlone(
      Preprocessing wanted,
      ImageDecoder.Mode mode,
      String name,
      PixelImage view,
      @Nullable String missing)
      throws UnreadableImageException {
    try (ImageDecoder alone =
        new ImageDecoder(wanted, TestImages.LIMITS, mode, TruncatedImages.TAG)) {
      ImageDecoder.Decoded decoded = alone.decode(TestImages.encoded(name));
      assertThat(bytes(view)).as(name).isEqualTo(bytes(decoded.pixels()));
      assertThat(missing).isEqualTo(decoded.missing());
    }
  }

  @Test
  void areSharedByModelsThatResizeAndCropAlike() throws UnreadableImageException {
    Preprocessing imageNet = TestImages.imageNet();
    Preprocessing otherwiseNormalized =
        new Preprocessing(
            imageNet.resize(),
            imageNet.crop(),
            imageNet.channelOrder(),
            1.0,
            List.of(0.0, 0.0, 0.0),
            List.of(1.0, 1.0, 1.0));
    List<Preprocessing> wanted =
        List.of(imageNet, otherwiseNormalized, to(9, 7, Filter.BILINEAR), imageNet);
    try (ImageDecoder decoder =
        new ImageDecoder(
            wanted, TestImages.LIMITS, ImageDecoder.Mode.EXACT, TruncatedImages.REJECT)) {
      ImageDecoder.Decoded decoded = decoder.decode(TestImages.encoded("rgb.png"));

      assertThat(decoded.others()).hasSize(3);
      assertThat(decoded.others()[0]).isSameAs(decoded.pixels());
      assertThat(decoded.others()[1].width()).isEqualTo(7);
      assertThat(decoded.others()[2]).isSameAs(decoded.pixels());
    }
  }

  private static Preprocessing to(int height, int width, Filter filter) {
    return TestImages.preprocessing(new Resize(Rule.EXACT, height, width, filter, true), null);
  }

  private static byte[] bytes(PixelImage pixels) {
    return Arrays.copyOf(pixels.rgb(), pixels.bytes());
  }
}
