package dev.tagstream.pipeline.image;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.image.jpeg.JpegSampling;
import dev.tagstream.pipeline.record.UnreadableImageException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JpegPlannerTest {

  private final JpegPlanner planner = new JpegPlanner(TestImages.imageNet(), TestImages.LIMITS);

  @ParameterizedTest
  @CsvSource({
    "grey.jpg, GREY",
    "rgb-444.jpg, FULL",
    "rgb-422.jpg, HALF_WIDTH",
    "rgb.jpg, QUARTER",
    "rgb-restarts.jpg, QUARTER"
  })
  void plansBaselineJpegs(String name, JpegSampling sampling) throws Exception {
    JpegPlan plan = requireNonNull(plan(name));

    assertThat(plan.sampling()).isEqualTo(sampling);
    assertThat(plan.outputWidth()).isEqualTo(224);
    assertThat(plan.outputHeight()).isEqualTo(224);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rgb-progressive.jpg",
        "rgb-stored.jpg",
        "cmyk.jpg",
        "ycck.jpg",
        "orientation-6.jpg",
        "bilevel.png",
        "animated.webp"
      })
  void leavesOtherImagesToTheCpu(String name) throws Exception {
    assertThat(plan(name)).isNull();
  }

  @Test
  void leavesAJpegWithoutItsEndToTheCpu() throws Exception {
    byte[] whole = TestImages.encoded("rgb.jpg");

    assertThat(planner.plan(ByteRange.of(Arrays.copyOf(whole, whole.length - 2)))).isNull();
  }

  @Test
  void leavesAPngWithoutItsEndToTheCpu() throws Exception {
    byte[] whole = TestImages.encoded("rgb.png");

    assertThat(planner.plan(ByteRange.of(Arrays.copyOf(whole, whole.length - 12)))).isNull();
  }

  @Test
  void refusesWhatTheCpuRefuses() {
    JpegPlanner strict =
        new JpegPlanner(TestImages.imageNet(), new ImageLimits(100, 1_000_000, 1000));

    assertThatThrownBy(() -> strict.plan(ByteRange.of(new byte[101])))
        .isInstanceOf(UnreadableImageException.class)
        .hasMessageContaining("101 bytes, but an image may have 100");
  }

  @Test
  void plansNothingWhereAnImageKeepsItsSize() {
    assertThat(JpegPlanner.canPlan(TestImages.imageNet())).isTrue();
    assertThat(JpegPlanner.canPlan(TestImages.unscaled())).isFalse();
  }

  private @Nullable JpegPlan plan(String name) throws UnreadableImageException {
    return planner.plan(ByteRange.of(TestImages.encoded(name)));
  }
}
